package org.modaj.bench.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.BatchSource;
import org.modaj.engine.batch.Epoch;
import org.modaj.nn.progress.Progress;

class WatchedBatchesTest {
  private final List<String> shown = new ArrayList<>();
  private final BatchSource source = EmbeddedImages.generate(1, 25, 1).train().batches(10);
  private final BatchSource watched = new WatchedBatches(source, "looking", new Recorder());

  /** Writes down what it is told. */
  private final class Recorder implements Progress {
    @Override
    public Meter start(String task, int samples) {
      shown.add(task + " " + samples);
      return new Meter() {
        @Override
        public void advance(int count, String remark) {
          shown.add("+" + count + remark);
        }

        @Override
        public void close() {
          shown.add("close");
        }
      };
    }

    @Override
    public void say(String line) {
      shown.add(line);
    }
  }

  @Test
  void theBatchesAreTheSameAndAreCountedWhenTheyAreDone() {
    List<Integer> labels = new ArrayList<>();
    try (Epoch epoch = watched.epoch(0)) {
      while (epoch.hasNext()) {
        shown.add("next");
        Batch batch = epoch.next();
        for (int label : batch.labels()) {
          labels.add(label);
        }
      }
    }

    assertThat(labels).hasSize(25);
    assertThat(shown).containsExactly("looking 25", "next", "next", "+10", "next", "+10", "close");
  }

  @Test
  void itDescribesItselfAsTheSourceDoes() {
    assertThat(watched.samples()).isEqualTo(25);
    assertThat(watched.classes()).isEqualTo(10);
    assertThat(watched.batchSize()).isEqualTo(10);
    assertThat(watched.batchesPerEpoch()).isEqualTo(3);
    assertThat(watched.sampleShape()).containsExactly(32, 32, 3);
    assertThat(watched.classNames()).isEqualTo(source.classNames());
  }
}
