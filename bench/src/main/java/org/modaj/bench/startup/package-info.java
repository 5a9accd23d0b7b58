/** What makes the program start faster on a machine. */
@NullMarked
package org.modaj.bench.startup;

import org.jspecify.annotations.NullMarked;
