package org.modaj.data.embedded;

import java.util.Arrays;
import org.modaj.engine.random.CounterRandom;

/**
 * Composes sequences that play every {@link Motif} once, two forwards and two backwards, between
 * pauses, under noise.
 *
 * <p>The class of a sequence is which two motifs are played forwards and which of them comes first.
 * Where the others come, how fast and how loud a motif is played, and the pauses are random; all of
 * these have the same distribution in every class. So have the frames without their order.
 */
final class SequenceComposer {
  static final int MOTIFS = Motif.values().length;

  /** Ordered pairs of different motifs. */
  static final int CLASSES = MOTIFS * (MOTIFS - 1);

  /*
   * What makes the task hard. Any change changes the values, hence the pinned checksums. Steps are
   * frames; the rest is on the scale of the features.
   */
  private static final int MIN_TONE_STEPS = 1;
  private static final int MAX_TONE_STEPS = 3;
  private static final int MAX_PAUSE_STEPS = 4;
  private static final float MIN_LOUDNESS = 0.9f;
  private static final float MAX_LOUDNESS = 1.5f;
  private static final float NOISE = 0.5f;

  private final int first;
  private final int second;
  private final Draws draws;
  private float[] values = new float[0];
  private int steps;

  private SequenceComposer(int label, CounterRandom random) {
    this.first = first(label);
    this.second = second(label);
    this.draws = new Draws(random);
  }

  /** Returns the number of the motif that is played forwards first. */
  static int first(int label) {
    return label / (MOTIFS - 1);
  }

  /** Returns the number of the motif that is played forwards after it. */
  static int second(int label) {
    int other = label % (MOTIFS - 1);
    return other < first(label) ? other : other + 1;
  }

  /** Composes a sequence: its frames, {@link Motif#FEATURES} values each. */
  static float[] compose(int label, CounterRandom random) {
    int[] order = random.child("order").permutation(MOTIFS);
    return new SequenceComposer(label, random.child("score")).play(order, random.child("noise"));
  }

  private float[] play(int[] order, CounterRandom noise) {
    keepClassOrder(order);
    for (int motif : order) {
      pause();
      playMotif(Motif.values()[motif], motif != first && motif != second);
    }
    pause();
    for (int i = 0; i < values.length; i++) {
      values[i] += NOISE * (noise.unit(2L * i) + noise.unit(2L * i + 1));
    }
    return values;
  }

  /** Exchanges the two motifs of the class if they come in the other order. */
  private void keepClassOrder(int[] order) {
    int firstAt = Arrays.stream(order).boxed().toList().indexOf(first);
    int secondAt = Arrays.stream(order).boxed().toList().indexOf(second);
    order[Math.min(firstAt, secondAt)] = first;
    order[Math.max(firstAt, secondAt)] = second;
  }

  private void pause() {
    addSteps(draws.below(MAX_PAUSE_STEPS + 1));
  }

  private void playMotif(Motif motif, boolean backwards) {
    for (int tone = 0; tone < Motif.TONES; tone++) {
      float loudness = draws.between(MIN_LOUDNESS, MAX_LOUDNESS);
      int from = steps;
      addSteps(MIN_TONE_STEPS + draws.below(MAX_TONE_STEPS - MIN_TONE_STEPS + 1));
      for (int t = from; t < steps; t++) {
        values[t * Motif.FEATURES + motif.feature(tone, backwards)] = loudness;
      }
    }
  }

  private void addSteps(int count) {
    steps += count;
    values = Arrays.copyOf(values, steps * Motif.FEATURES);
  }
}
