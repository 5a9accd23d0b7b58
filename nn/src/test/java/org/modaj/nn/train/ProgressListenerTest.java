package org.modaj.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modaj.nn.progress.Progress;

class ProgressListenerTest {
  private final List<String> shown = new ArrayList<>();
  private final ProgressListener listener =
      new ProgressListener("vgg16 ST", "images", new Recorder());

  /** Writes down what it is told. */
  private final class Recorder implements Progress {
    @Override
    public Meter start(String task, int samples) {
      shown.add("start " + task + " of " + samples);
      return new Meter() {
        @Override
        public void advance(int count, String remark) {
          shown.add(count + " " + remark);
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

  private static EpochResult result(int epoch, Map<String, Double> terms, double test) {
    return new EpochResult(epoch, 10, 0.05, terms, 0.5, test, 2, 300);
  }

  @Test
  void an_epoch_is_measured_with_its_mean_loss_and_ends_in_a_line() {
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("cross_entropy", 1.5);
    terms.put("affinity", 0.25);

    listener.epochStarted(2, 10, 3, 300);
    listener.batchEnded(100, 3);
    listener.batchEnded(200, 2);
    listener.epochEnded(result(2, terms, 0.4), null);

    assertThat(shown)
        .containsExactly(
            "start vgg16 ST 3/10 of 300",
            "100 loss 3.000",
            "200 loss 2.500",
            "close",
            "vgg16 ST 3/10  cross_entropy 1.5000  affinity 0.2500  train 50.00 %  test 40.00 %"
                + "  2.0 s  150 images/s");
  }

  @Test
  void the_mean_loss_begins_anew_with_the_epoch() {
    listener.epochStarted(0, 10, 1, 100);
    listener.batchEnded(100, 8);
    listener.epochEnded(result(0, Map.of(), Double.NaN), null);
    listener.epochStarted(1, 10, 1, 100);
    listener.batchEnded(100, 2);

    assertThat(shown).endsWith("start vgg16 ST 2/10 of 100", "100 loss 2.000");
    assertThat(shown).noneMatch(line -> line.contains("test"));
  }

  @Test
  void a_training_that_fails_leaves_no_open_meter() {
    listener.close();
    assertThat(shown).isEmpty();

    listener.epochStarted(0, 10, 1, 100);
    listener.close();
    listener.close();
    assertThat(shown).containsExactly("start vgg16 ST 1/10 of 100", "close");
  }
}
