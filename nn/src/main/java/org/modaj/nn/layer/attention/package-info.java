/** Attention, and what a Transformer puts in front of it. */
@NullMarked
package org.modaj.nn.layer.attention;

import org.jspecify.annotations.NullMarked;
