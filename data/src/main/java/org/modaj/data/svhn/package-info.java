/** Reads SVHN in its official MATLAB format. */
@NullMarked
package org.modaj.data.svhn;

import org.jspecify.annotations.NullMarked;
