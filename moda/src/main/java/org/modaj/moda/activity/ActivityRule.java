package org.modaj.moda.activity;

import org.jspecify.annotations.Nullable;
import org.modaj.engine.Tensor;
import org.modaj.moda.ModularizationException;

/** When a unit counts as active for a sample. */
public sealed interface ActivityRule {

  /**
   * Decides for the units of one layer and the samples of one batch.
   *
   * @param activation {@code [batch, ..., units]}
   * @param unitMeans {@code [batch, units]}, the mean of {@code |activation|} over valid positions
   * @param lengths valid steps of each sequence, or null when all positions are valid
   * @return {@code [batch·units]}, sample by sample
   */
  boolean[] active(Tensor activation, Tensor unitMeans, int @Nullable [] lengths);

  /**
   * Reads a rule as its {@code toString} wrote it: {@code "nonzero"}, {@code "relative-mean 0.4"},
   * {@code "layer-mean 0.5"} or {@code "step-share 0.1 0.5"}.
   *
   * @throws ModularizationException when it is something else, or a number is out of range
   */
  static ActivityRule parse(String text) {
    String[] words = text.split(" ", -1);
    try {
      return switch (words[0] + " " + words.length) {
        case "nonzero 1" -> new NonZero();
        case "relative-mean 2" -> new RelativeMean(Float.parseFloat(words[1]));
        case "layer-mean 2" -> new LayerMean(Float.parseFloat(words[1]));
        case "step-share 3" ->
            new StepShare(Float.parseFloat(words[1]), Float.parseFloat(words[2]));
        default ->
            throw new ModularizationException(
                "activity rule", null, "its form is none of the known ones");
      };
    } catch (NumberFormatException | ModularizationException e) {
      throw new ModularizationException(
          "\"" + text + "\" is no activity rule", null, String.valueOf(e.getMessage()));
    }
  }

  /** A unit is active that is not 0 at some position: for activations with exact zeros. */
  record NonZero() implements ActivityRule {
    @Override
    public String toString() {
      return "nonzero";
    }

    @Override
    public boolean[] active(Tensor activation, Tensor unitMeans, int @Nullable [] lengths) {
      boolean[] active = new boolean[unitMeans.elements()];
      for (int i = 0; i < active.length; i++) {
        active[i] = unitMeans.data()[i] != 0;
      }
      return active;
    }
  }

  /**
   * A unit is active whose mean magnitude is not 0 and at least {@code epsilon} times that of the
   * strongest unit of the layer, for the same sample.
   *
   * @param epsilon in [0, 1]
   */
  record RelativeMean(float epsilon) implements ActivityRule {
    /** Checks the threshold. */
    public RelativeMean {
      checkRange("epsilon of the relative mean", epsilon, 1);
    }

    @Override
    public String toString() {
      return "relative-mean " + epsilon;
    }

    @Override
    public boolean[] active(Tensor activation, Tensor unitMeans, int @Nullable [] lengths) {
      float[] means = unitMeans.data();
      int units = unitMeans.dim(1);
      boolean[] active = new boolean[means.length];
      for (int from = 0; from < means.length; from += units) {
        float strongest = 0;
        for (int i = from; i < from + units; i++) {
          strongest = Math.max(strongest, means[i]);
        }
        for (int i = from; i < from + units; i++) {
          active[i] = means[i] != 0 && means[i] >= epsilon * strongest;
        }
      }
      return active;
    }
  }

  /**
   * A unit is active whose mean magnitude is not 0 and at least {@code epsilon} times the mean of
   * all units of the layer, for the same sample.
   *
   * @param epsilon at least 0
   */
  record LayerMean(float epsilon) implements ActivityRule {
    /** Checks the threshold. */
    public LayerMean {
      checkRange("epsilon of the layer mean", epsilon, Float.MAX_VALUE);
    }

    @Override
    public String toString() {
      return "layer-mean " + epsilon;
    }

    @Override
    public boolean[] active(Tensor activation, Tensor unitMeans, int @Nullable [] lengths) {
      float[] means = unitMeans.data();
      int units = unitMeans.dim(1);
      boolean[] active = new boolean[means.length];
      for (int from = 0; from < means.length; from += units) {
        double sum = 0;
        for (int i = from; i < from + units; i++) {
          sum += means[i];
        }
        double least = epsilon * (sum / units);
        for (int i = from; i < from + units; i++) {
          active[i] = means[i] != 0 && means[i] >= least;
        }
      }
      return active;
    }
  }

  /**
   * A unit is active whose magnitude is above {@code epsilon} in at least a share of the valid
   * positions.
   *
   * @param epsilon at least 0, in the activation's own scale; an LSTM's outputs are in (-1, 1)
   * @param share in [0, 1]
   */
  record StepShare(float epsilon, float share) implements ActivityRule {
    /** Checks the thresholds. */
    public StepShare {
      checkRange("epsilon of the step share", epsilon, Float.MAX_VALUE);
      checkRange("share of steps", share, 1);
    }

    @Override
    public String toString() {
      return "step-share " + epsilon + " " + share;
    }

    @Override
    public boolean[] active(Tensor activation, Tensor unitMeans, int @Nullable [] lengths) {
      float[] values = activation.data();
      int units = unitMeans.dim(1);
      int positions = activation.elements() / Math.max(1, unitMeans.elements());
      boolean[] active = new boolean[unitMeans.elements()];
      for (int i = 0; i < active.length; i++) {
        int sample = i / units;
        int valid = lengths == null ? positions : lengths[sample];
        int above = 0;
        for (int p = 0; p < valid; p++) {
          int at = (sample * positions + p) * units + i % units;
          above += Math.abs(values[at]) > epsilon ? 1 : 0;
        }
        active[i] = above > 0 && above >= share * valid;
      }
      return active;
    }
  }

  private static void checkRange(String what, float value, float largest) {
    if (!(value >= 0 && value <= largest)) {
      throw new ModularizationException(
          "measure activity",
          null,
          what + " must be " + (largest == 1 ? "in [0, 1]" : "at least 0") + ", but is " + value);
    }
  }
}
