/** The objectives that make a training modular. */
@NullMarked
package org.modaj.moda.objective;

import org.jspecify.annotations.NullMarked;
