package org.modaj.bench.kernels;

import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.ops.Attention;
import org.modaj.engine.ops.Embedding;
import org.modaj.engine.ops.Gelu;
import org.modaj.engine.ops.LayerNorm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What transformers are made of besides products: 32 texts of 128 words, 256 features, 4 heads. */
@State(Scope.Benchmark)
public class TransformerBenchmark extends KernelBenchmark {
  private static final int TEXTS = 32;
  private static final int WORDS = 128;
  private static final int FEATURES = 256;
  private static final int HEADS = 4;
  private static final int VOCABULARY = 10_000;

  private Tensor x = Tensor.scalar(0);
  private Tensor gamma = Tensor.scalar(0);
  private Tensor beta = Tensor.scalar(0);
  private Tensor table = Tensor.scalar(0);
  private int[] words = {};

  @Override
  public Work work(String method) {
    double floats = (double) TEXTS * WORDS * FEATURES;
    return method.equals("attention")
        ? Work.flops(2.0 * 2 * floats * WORDS)
        : Work.floats(2 * floats);
  }

  /** Makes the tensors. */
  @Setup
  public void setUp() {
    x = random("x", 1, TEXTS, WORDS, FEATURES);
    gamma = random("gamma", 1, FEATURES);
    beta = random("beta", 1, FEATURES);
    table = random("table", 1, VOCABULARY, FEATURES);
    words = new int[TEXTS * WORDS];
    for (int i = 0; i < words.length; i++) {
      words[i] = i * 7919 % VOCABULARY;
    }
  }

  /** Self-attention of all heads. */
  @Benchmark
  public float attention() {
    try (Workspace _ = Workspace.open();
        Autograd.Scope _ = Autograd.noGrad()) {
      return Attention.multiHead(x, x, x, HEADS, false, null).data()[0];
    }
  }

  /** The normalization of each word's features. */
  @Benchmark
  public float layerNorm() {
    try (Workspace _ = Workspace.open();
        Autograd.Scope _ = Autograd.noGrad()) {
      return LayerNorm.apply(x, Shape.of(FEATURES), gamma, beta, 1e-5).data()[0];
    }
  }

  /** The activation by erf. */
  @Benchmark
  public float gelu() {
    try (Workspace _ = Workspace.open();
        Autograd.Scope _ = Autograd.noGrad()) {
      return Gelu.apply(x).data()[0];
    }
  }

  /** The rows of the words. */
  @Benchmark
  public float embedding() {
    try (Workspace _ = Workspace.open();
        Autograd.Scope _ = Autograd.noGrad()) {
      return Embedding.apply(table, words, Shape.of(TEXTS, WORDS)).data()[0];
    }
  }
}
