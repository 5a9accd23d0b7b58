package org.modaj.data;

import java.security.MessageDigest;
import java.util.Arrays;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.random.CounterRandom;

/**
 * The inputs of a data set, without what is to be learned about them.
 *
 * <p>Immutable and safe to share between threads. Code that keeps samples in another way than the
 * kinds here (in a database, in a compressed file) implements this interface and has everything
 * that {@link LabelledDataset} and its loader offer.
 */
public interface Samples {
  /** What the samples are. */
  SampleKind kind();

  /** Returns the number of samples, at least 1. */
  int size();

  /** Returns the shape of one sample in a batch, such as {@code [H, W, C]}; a fresh array. */
  int[] shape();

  /** Whether samples differ in length: then the first axis is time, and batches have lengths. */
  default boolean hasLengths() {
    return false;
  }

  /** Returns the map from stored values to inputs. */
  Scaling scaling();

  /**
   * Returns some of these samples, which share memory with these.
   *
   * @param indices their numbers here; not kept
   */
  Samples part(int[] indices);

  /**
   * Returns the same samples, scaled by constants measured on others; what is not scaled by
   * measured constants stays as it is.
   *
   * @param train what models learn from
   */
  default Samples scaledBy(Samples train) {
    return this;
  }

  /**
   * Returns the same samples with this map from stored values to inputs, such as that of a trained
   * network.
   *
   * @throws DataException if it is for others than these: pixels or values, or another number of
   *     channels or features
   */
  default Samples scaledAs(Scaling scaling) {
    Scaling own = scaling();
    if (own.ofPixels() == scaling.ofPixels()
        && Arrays.equals(own.mean(), scaling.mean())
        && Arrays.equals(own.std(), scaling.std())) {
      return this;
    }
    throw new DataException(
        describe(), DataException.Problem.BAD_ARGUMENT, "the scaling " + own, "" + scaling, "");
  }

  /**
   * Returns a writer for one thread.
   *
   * @param augmentation what changes images at random; samples of another kind are given none
   * @param draws the random numbers of the epoch
   */
  SampleWriter writer(Augmentation augmentation, CounterRandom draws);

  /**
   * Returns how many threads are worth preparing batches with: 1 where that is copying, more where
   * files are decoded.
   */
  default int writers() {
    return 1;
  }

  /**
   * Adds sizes, labels and values to a digest, the same for the same data.
   *
   * @param classes the number of classes
   * @param labels the class of each sample; empty without classes
   */
  void digest(MessageDigest digest, int classes, int[] labels);

  /** Returns the object that holds the values, so that memory that parts share counts once. */
  Object memory();

  /** Returns the bytes that {@link #memory} takes, or may take at most. */
  long bytes();

  /** Returns what the samples are in words, such as {@code "50000 images of 32x32x3"}. */
  String describe();

  /** Writes samples as a network reads them; used by one thread. */
  interface SampleWriter {
    /**
     * Writes a sample.
     *
     * @param sample its number
     * @param out modified: as many elements from {@code at} on as the product of {@link #shape}
     * @return the number of valid steps; 0 for samples without lengths
     * @throws DataException if it cannot be read
     */
    int write(int sample, float[] out, int at);
  }
}
