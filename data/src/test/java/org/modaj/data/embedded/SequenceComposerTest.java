package org.modaj.data.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modaj.engine.random.CounterRandom;

class SequenceComposerTest {

  @Test
  void every_class_is_another_ordered_pair_of_different_motifs() {
    Set<String> pairs = new HashSet<>();
    for (int label = 0; label < SequenceComposer.CLASSES; label++) {
      int first = SequenceComposer.first(label);
      int second = SequenceComposer.second(label);
      assertThat(first).isBetween(0, 3).isNotEqualTo(second);
      assertThat(second).isBetween(0, 3);
      pairs.add(first + "-" + second);
    }
    assertThat(pairs).hasSize(12);
  }

  @Test
  void a_sequence_has_whole_steps_between_the_shortest_and_the_longest_score() {
    for (int i = 0; i < 300; i++) {
      float[] sequence = SequenceComposer.compose(i % 12, CounterRandom.of(1, "s" + i));

      assertThat(sequence.length % Motif.FEATURES).isZero();
      assertThat(sequence.length / Motif.FEATURES).isBetween(12, 29);
    }
  }

  @Test
  void a_class_changes_the_score_and_not_the_noise() {
    CounterRandom random = CounterRandom.of(1, "s");
    float[] one = SequenceComposer.compose(0, random);
    float[] other = SequenceComposer.compose(3, random);

    assertThat(SequenceComposer.compose(0, random)).isEqualTo(one);
    assertThat(other).hasSameSizeAs(one).isNotEqualTo(one);
  }

  @Test
  void motifs_swell_three_different_features_and_every_feature_belongs_to_two() {
    int[] uses = new int[Motif.FEATURES];
    for (Motif motif : Motif.values()) {
      Set<Integer> features = new HashSet<>();
      for (int tone = 0; tone < Motif.TONES; tone++) {
        features.add(motif.feature(tone));
        uses[motif.feature(tone)]++;
      }
      assertThat(features).hasSize(Motif.TONES);
    }
    assertThat(uses).containsOnly(2);
  }
}
