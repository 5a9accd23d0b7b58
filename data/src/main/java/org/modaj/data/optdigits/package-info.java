/** Reads the optical digits of the UCI repository in their official format. */
@NullMarked
package org.modaj.data.optdigits;

import org.jspecify.annotations.NullMarked;
