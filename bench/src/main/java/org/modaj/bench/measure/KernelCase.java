package org.modaj.bench.measure;

import java.util.Map;
import org.modaj.bench.kernels.Work;

/**
 * One benchmark method with one value of each of its parameters.
 *
 * @param name such as {@code "gemm.product square:nn:256x256x256"}
 * @param benchmark the method's name as JMH knows it
 * @param parameters values by name
 * @param work what one call has to do
 */
public record KernelCase(
    String name, String benchmark, Map<String, String> parameters, Work work) {}
