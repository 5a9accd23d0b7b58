/** Several inputs into one, and one into its parts. */
@NullMarked
package org.modaj.nn.layer.join;

import org.jspecify.annotations.NullMarked;
