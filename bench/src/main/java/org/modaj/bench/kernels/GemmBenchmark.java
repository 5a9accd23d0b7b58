package org.modaj.bench.kernels;

import org.modaj.engine.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Matrix products {@code [m, k]·[k, n]}. A shape is written {@code use:ab:mxnxk}, where {@code a}
 * and {@code b} are {@code n} or {@code t} for a factor as it is or transposed.
 */
@State(Scope.Benchmark)
public class GemmBenchmark extends KernelBenchmark {
  /** Squares; convolutions as products; gradients of their weights; classifier heads. */
  @Param({
    "square:nn:256x256x256",
    "square:nn:512x512x512",
    "square:nn:1024x1024x1024",
    "im2col:nn:32768x64x576",
    "im2col:nn:8192x128x1152",
    "im2col:nn:2048x256x2304",
    "im2col:nn:512x512x4608",
    "wgrad:tn:576x64x32768",
    "wgrad:tn:1152x128x8192",
    "wgrad:tn:2304x256x2048",
    "wgrad:tn:4608x512x512",
    "head:nn:128x10x512",
    "head:nt:128x512x10",
    "head:tn:512x10x128",
    "head:nn:128x4096x4096"
  })
  public String shape = "";

  private boolean transposeA;
  private boolean transposeB;
  private int m;
  private int n;
  private int k;
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};

  private void read() {
    String[] parts = shape.split(":");
    transposeA = parts[1].charAt(0) == 't';
    transposeB = parts[1].charAt(1) == 't';
    int[] sizes = numbers(parts[2]);
    m = sizes[0];
    n = sizes[1];
    k = sizes[2];
  }

  @Override
  public Work work(String method) {
    read();
    return Work.flops(2.0 * m * n * k);
  }

  /** Makes the matrices. */
  @Setup
  public void setUp() {
    read();
    a = random("a", m * k);
    b = random("b", k * n);
    c = new float[m * n];
  }

  /** The product. */
  @Benchmark
  public float[] product() {
    Kernels.current().matmul().matmul(transposeA, transposeB, m, n, k, a, 0, b, 0, c, 0, false);
    return c;
  }
}
