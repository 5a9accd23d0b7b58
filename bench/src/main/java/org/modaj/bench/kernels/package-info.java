/** The JMH benchmarks: kernels, layers, whole training steps. JMH needs them public. */
@NullMarked
package org.modaj.bench.kernels;

import org.jspecify.annotations.NullMarked;
