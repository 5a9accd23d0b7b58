/** Runs the benchmarks in JVMs of their own, reports them and compares reports. */
@NullMarked
package org.modaj.bench.measure;

import org.jspecify.annotations.NullMarked;
