/** How far a long computation is, for whatever shows it. */
@NullMarked
package org.modaj.nn.progress;

import org.jspecify.annotations.NullMarked;
