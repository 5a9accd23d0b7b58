package org.modaj.data.embedded;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.modaj.engine.random.CounterRandom;

/**
 * Composes sequences that play every {@link Motif} once, between pauses, under noise.
 *
 * <p>The class of a sequence is which two motifs are played last, and which of them comes first.
 * The order of the other two, how fast and how loud a motif is played, and the pauses are random;
 * all of these have the same distribution in every class. So have the frames without their order.
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
  private static final int MAX_TONE_STEPS = 2;
  private static final int MAX_PAUSE_STEPS = 1;
  private static final float MIN_LOUDNESS = 4;
  private static final float MAX_LOUDNESS = 6;
  private static final float NOISE = 2;

  private final Draws draws;
  private float[] values = new float[0];
  private int steps;

  private SequenceComposer(CounterRandom random) {
    this.draws = new Draws(random);
  }

  /** Returns the number of the motif that is played last but one. */
  static int first(int label) {
    return label / (MOTIFS - 1);
  }

  /** Returns the number of the motif that is played after it. */
  static int second(int label) {
    int other = label % (MOTIFS - 1);
    return other < first(label) ? other : other + 1;
  }

  /** Composes a sequence: its frames, {@link Motif#FEATURES} values each. */
  static float[] compose(int label, CounterRandom random) {
    int[] order = order(label, random.child("order"));
    return new SequenceComposer(random.child("score")).play(order, random.child("noise"));
  }

  /** The numbers of the motifs as they are played: the two of the class after the others. */
  private static int[] order(int label, CounterRandom random) {
    int first = first(label);
    int second = second(label);
    IntStream others =
        Arrays.stream(random.permutation(MOTIFS)).filter(m -> m != first && m != second);
    return IntStream.concat(others, IntStream.of(first, second)).toArray();
  }

  private float[] play(int[] order, CounterRandom noise) {
    for (int motif : order) {
      pause();
      playMotif(Motif.values()[motif]);
    }
    pause();
    for (int i = 0; i < values.length; i++) {
      values[i] += NOISE * (noise.unit(2L * i) + noise.unit(2L * i + 1));
    }
    return values;
  }

  private void pause() {
    addSteps(draws.below(MAX_PAUSE_STEPS + 1));
  }

  private void playMotif(Motif motif) {
    for (int tone = 0; tone < Motif.TONES; tone++) {
      float loudness = draws.between(MIN_LOUDNESS, MAX_LOUDNESS);
      int from = steps;
      addSteps(MIN_TONE_STEPS + draws.below(MAX_TONE_STEPS - MIN_TONE_STEPS + 1));
      for (int t = from; t < steps; t++) {
        values[t * Motif.FEATURES + motif.feature(tone)] = loudness;
      }
    }
  }

  private void addSteps(int count) {
    steps += count;
    values = Arrays.copyOf(values, steps * Motif.FEATURES);
  }
}
