/** What the commands do, apart from their options: training, modularizing, measuring. */
@NullMarked
package org.modaj.bench.experiment;

import org.jspecify.annotations.NullMarked;
