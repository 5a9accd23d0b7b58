/** Folders of training runs: what is in them, as tables and charts. */
@NullMarked
package org.modaj.bench.runs;

import org.jspecify.annotations.NullMarked;
