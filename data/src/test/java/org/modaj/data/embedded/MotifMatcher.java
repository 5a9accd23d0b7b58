package org.modaj.data.embedded;

import static org.modaj.data.RandomSequences.samples;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.modaj.data.LabelledDataset;
import org.modaj.data.RandomSequences;

/**
 * Finds the class of a sequence with templates of all motifs, played at middle speed: where each of
 * them fits best, and which two come last.
 */
final class MotifMatcher {
  private static final double TONE_STEPS = 1.5;

  private final float[] sequence;
  private final int steps;

  MotifMatcher(LabelledDataset sequences, int index) {
    this.sequence = RandomSequences.sequence(sequences, index);
    this.steps = samples(sequences).length(index);
  }

  /** Returns the class of the two motifs that fit best behind the others, in this order. */
  int label() {
    List<Motif> played =
        Arrays.stream(Motif.values()).sorted(Comparator.comparingInt(this::place)).toList();
    for (int label = 0; label < SequenceComposer.CLASSES; label++) {
      if (SequenceComposer.first(label) == played.get(2).ordinal()
          && SequenceComposer.second(label) == played.get(3).ordinal()) {
        return label;
      }
    }
    throw new AssertionError("no class of " + played);
  }

  private int place(Motif motif) {
    int best = 0;
    for (int from = 1; from < steps; from++) {
      best = fit(motif, from) > fit(motif, best) ? from : best;
    }
    return best;
  }

  private double fit(Motif motif, int from) {
    double sum = 0;
    for (int tone = 0; tone < Motif.TONES; tone++) {
      int at = from + (int) (tone * TONE_STEPS);
      sum += at < steps ? sequence[at * Motif.FEATURES + motif.feature(tone)] : 0;
    }
    return sum;
  }
}
