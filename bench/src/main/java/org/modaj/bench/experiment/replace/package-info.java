/** The replacement experiment: weak networks repaired by modules of a strong one. */
@NullMarked
package org.modaj.bench.experiment.replace;

import org.jspecify.annotations.NullMarked;
