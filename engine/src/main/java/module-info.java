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
  requires static transitive org.jspecify;

  exports org.modaj.engine;
  exports org.modaj.engine.batch;
  exports org.modaj.engine.check;
  exports org.modaj.engine.io;
  exports org.modaj.engine.kernel;
  exports org.modaj.engine.ops;
  exports org.modaj.engine.random;
}
