/** Gradient checks: a rule's gradients compared with the slopes of the function itself. */
@NullMarked
package org.modaj.engine.check;

import org.jspecify.annotations.NullMarked;
