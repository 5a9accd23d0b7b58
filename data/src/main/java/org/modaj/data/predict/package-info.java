/** Trained networks that answer for images and values as they are. */
@NullMarked
package org.modaj.data.predict;

import org.jspecify.annotations.NullMarked;
