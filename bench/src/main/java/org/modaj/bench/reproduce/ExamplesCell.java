package org.modaj.bench.reproduce;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.modaj.bench.experiment.Modularization;
import org.modaj.data.DataSplit;
import org.modaj.data.Image;
import org.modaj.data.ImageSamples;
import org.modaj.data.LabelledDataset;
import org.modaj.moda.activity.Recognition;
import org.modaj.nn.Network;
import org.modaj.nn.train.Evaluation;

/** Some test images, and what the module of each class says of them. */
final class ExamplesCell extends CellOfTraining {
  /** What such cells are. */
  static final String KIND = "examples";

  private static final int MOST_CLASSES = 12;

  private final int testSamples;

  /**
   * Names the work.
   *
   * @param training whose network is cut into modules; of data with images
   * @param testSamples of the data set
   */
  ExamplesCell(TrainingCell training, int testSamples) {
    super(KIND, training);
    this.testSamples = testSamples;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> map = super.settings();
    map.put("threshold", ModulesCell.THRESHOLD);
    return map;
  }

  @Override
  public Work work() {
    return work(Map.of(), 2L * testSamples);
  }

  @Override
  public CellResult compute(Workbench bench) throws IOException {
    DataSplit data = bench.data(data());
    Network network = training().network(bench);
    Modularization modules =
        Modularization.of(network, data, Recognition.at(ModulesCell.THRESHOLD), bench.progress());
    int classes = Math.min(MOST_CLASSES, data.train().classes());
    int[] numbers = firstOfEach(data.test(), classes);
    LabelledDataset chosen = data.test().samplesAt(numbers);
    List<Evaluation> answers = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      answers.add(Evaluation.of(modules.composer().compose(c), chosen.batches(classes)));
    }
    Evaluation whole = Evaluation.of(network, chosen.batches(classes));
    List<Map<String, Object>> examples = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      List<Float> scores = new ArrayList<>();
      for (Evaluation answer : answers) {
        scores.add(answer.logits(i)[0]);
      }
      float[] logits = whole.logits(i);
      Map<String, Object> example = new LinkedHashMap<>();
      example.put("test_sample", numbers[i]);
      example.put("label", chosen.label(i));
      example.put("module_logits", scores);
      example.put("whole_answer", Evaluation.largest(logits, 0, logits.length));
      example.put("png", png(chosen, i));
      examples.add(example);
    }
    return new CellResult(Map.of("examples", examples), Map.of());
  }

  private static int[] firstOfEach(LabelledDataset test, int classes) {
    int[] numbers = new int[classes];
    for (int c = 0; c < classes; c++) {
      int sample = 0;
      while (test.label(sample) != c) {
        sample++;
      }
      numbers[c] = sample;
    }
    return numbers;
  }

  private static String png(LabelledDataset data, int index) throws IOException {
    Image image = ((ImageSamples) data.samples()).image(index);
    int channels = image.shape().channels();
    BufferedImage drawn =
        new BufferedImage(
            image.shape().width(), image.shape().height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        int red = image.value(y, x, 0);
        int green = channels == 3 ? image.value(y, x, 1) : red;
        int blue = channels == 3 ? image.value(y, x, 2) : red;
        drawn.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(drawn, "png", bytes);
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
