/** The architectures by name, with a width multiplier. */
@NullMarked
package org.modaj.nn.model;

import org.jspecify.annotations.NullMarked;
