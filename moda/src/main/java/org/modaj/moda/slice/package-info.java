/** Cutting networks to some of their units, by what the layers declare. */
@NullMarked
package org.modaj.moda.slice;

import org.jspecify.annotations.NullMarked;
