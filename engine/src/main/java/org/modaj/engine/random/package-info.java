/** Random numbers that depend on a name and an index, never on the order of calls. */
@NullMarked
package org.modaj.engine.random;

import org.jspecify.annotations.NullMarked;
