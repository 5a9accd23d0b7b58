/** Optimizers and learning-rate schedules. */
@NullMarked
package org.modaj.nn.optim;

import org.jspecify.annotations.NullMarked;
