package org.modaj.data;

import java.security.MessageDigest;
import org.modaj.data.DataException.Problem;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.random.CounterRandom;

/** Twenty samples of one number, kept in a way of their own; number 7 cannot be read. */
final class BrokenSamples implements Samples {
  @Override
  public SampleKind kind() {
    return SampleKind.FEATURES;
  }

  @Override
  public int size() {
    return 20;
  }

  @Override
  public int[] shape() {
    return new int[] {1};
  }

  @Override
  public Scaling scaling() {
    return Standardization.none(1);
  }

  @Override
  public Samples part(int[] indices) {
    return this;
  }

  @Override
  public SampleWriter writer(Augmentation augmentation, CounterRandom draws) {
    return (sample, out, at) -> {
      if (sample == 7) {
        throw new DataException("sample 7", Problem.CORRUPT, "a sample", "none", "");
      }
      out[at] = sample;
      return 0;
    };
  }

  @Override
  public void digest(MessageDigest digest, int classes, int[] labels) {
    digest.update((byte) classes);
  }

  @Override
  public Object memory() {
    return this;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public String describe() {
    return "20 numbers";
  }
}
