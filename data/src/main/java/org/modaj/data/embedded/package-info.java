/** Generated images and sequences: data that is always there, with nothing to download. */
@NullMarked
package org.modaj.data.embedded;

import org.jspecify.annotations.NullMarked;
