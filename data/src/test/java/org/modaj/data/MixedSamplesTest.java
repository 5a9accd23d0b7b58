package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.data.transform.Augmentation;
import org.modaj.data.transform.Mixup;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Target;
import org.modaj.engine.batch.TargetSpec;
import org.modaj.engine.random.CounterRandom;

class MixedSamplesTest {

  @Test
  void each_place_of_a_batch_has_its_share_of_two_samples_and_of_their_classes() {
    float[] values = {1, 2, 3, 5, 7, 11, 13, 17};
    LabelledDataset data =
        LabelledDataset.features("x", values, 2)
            .classes(new int[] {0, 1, 2, 1}, List.of("a", "b", "c"))
            .build();
    CounterRandom random = CounterRandom.of("epoch");
    Mixup mixup = new Mixup(1);
    Samples.SampleWriter writer = data.samples().writer(Augmentation.NONE, random);
    MixedSamples mixed = new MixedSamples(data, mixup, writer, random, 2);
    Batch batch =
        new Batch(new float[8], new int[] {4, 2}, new int[4])
            .with(
                List.of(
                    Target.allocate(
                        new TargetSpec(LabelledDataset.CLASS_TARGET, 0, List.of(3)), 4)));
    int[] places = {2, 0, 3, 1};
    for (int k = 0; k < 4; k++) {
      writer.write(places[k], batch.inputs(), 2 * k);
      mixed.mix(places[k], k, batch);
    }

    for (int k = 0; k < 4; k++) {
      int one = places[k];
      int other = mixup.partner(4, random.child(one));
      float share = mixup.share(random.child(one));
      for (int f = 0; f < 2; f++) {
        assertThat(batch.inputs()[2 * k + f])
            .isEqualTo(share * values[2 * one + f] + (1 - share) * values[2 * other + f]);
      }
      float[] shares = new float[3];
      shares[data.label(one)] += share;
      shares[data.label(other)] += 1 - share;
      for (int c = 0; c < 3; c++) {
        assertThat(batch.target(LabelledDataset.CLASS_TARGET).values()[3 * k + c])
            .isEqualTo(shares[c]);
      }
      assertThat(batch.labels()[k]).isEqualTo(data.label(share >= 0.5f ? one : other));
    }
  }
}
