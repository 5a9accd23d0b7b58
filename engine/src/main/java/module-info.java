/**
 * The engine: tensors, automatic differentiation, kernels, random numbers and file formats.
 *
 * <p>The Vector API is optional: without {@code --add-modules jdk.incubator.vector} the scalar
 * kernels compute the same bits.
 */
module org.modaj.engine {
  requires com.google.gson;
  requires it.unimi.dsi.fastutil.core;
  requires static jdk.incubator.vector;
  requires static org.jspecify;
}
