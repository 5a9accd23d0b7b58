package org.modaj.data.embedded;

import org.modaj.data.RandomSequences;
import org.modaj.data.SequenceDataset;

/**
 * Finds the class of a sequence with templates of all motifs, played at middle speed: of each motif
 * where it fits best forwards and backwards.
 */
final class MotifMatcher {
  private static final int TONE_STEPS = 2;

  private final float[] sequence;
  private final int steps;

  MotifMatcher(SequenceDataset sequences, int index) {
    this.sequence = RandomSequences.sequence(sequences, index);
    this.steps = sequences.length(index);
  }

  /** Returns the class whose two motifs fit forwards rather than backwards, in this order. */
  int label() {
    int best = -1;
    double largest = Double.NEGATIVE_INFINITY;
    for (int label = 0; label < SequenceComposer.CLASSES; label++) {
      Motif first = Motif.values()[SequenceComposer.first(label)];
      Motif second = Motif.values()[SequenceComposer.second(label)];
      boolean ordered = place(first, false) < place(second, false);
      double preference = preference(first) + preference(second);
      if (ordered && preference > largest) {
        largest = preference;
        best = label;
      }
    }
    return best;
  }

  private double preference(Motif motif) {
    return fit(motif, false, place(motif, false)) - fit(motif, true, place(motif, true));
  }


  private int place(Motif motif, boolean backwards) {
    int best = 0;
    for (int from = 1; from < steps; from++) {
      best = fit(motif, backwards, from) > fit(motif, backwards, best) ? from : best;
    }
    return best;
  }

  private double fit(Motif motif, boolean backwards, int from) {
    double sum = 0;
    for (int t = 0; t < Motif.TONES * TONE_STEPS && from + t < steps; t++) {
      int feature = motif.feature(t / TONE_STEPS, backwards);
      sum += sequence[(from + t) * Motif.FEATURES + feature];
    }
    return sum;
  }
}
