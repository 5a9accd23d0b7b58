/** Looks at data sets: sheets of their images, and what their pixels are like. */
@NullMarked
package org.modaj.data.preview;

import org.jspecify.annotations.NullMarked;
