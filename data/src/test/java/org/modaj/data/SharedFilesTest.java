package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modaj.data.catalog.DataCatalog;
import org.modaj.data.cifar.Cifar100;
import org.modaj.data.fetch.FileCheck;
import org.modaj.data.folder.ImageFolder;
import org.modaj.data.preview.PixelStatistics;

/** The real files of the data sets, read and compared with published figures. */
class SharedFilesTest {
  private final Path folder = SharedFiles.require();

  @Test
  void cifar10() {
    DataSplit data = load("cifar10", folder);

    assertThat(data.train().size()).isEqualTo(50_000);
    assertThat(data.test().size()).isEqualTo(10_000);
    assertThat(data.train().classCounts()).containsOnly(5000);
    assertThat(data.test().classCounts()).containsOnly(1000);
    assertThat(labels(data.train(), 10)).containsExactly(6, 9, 9, 4, 1, 1, 2, 7, 8, 3);
    assertThat(labels(data.test(), 10)).containsExactly(3, 8, 8, 0, 6, 6, 1, 6, 3, 1);
    assertThat(first(data.train(), 3, 3)).containsExactly(59, 43, 50);
    assertThat(first(data.test(), 3, 3)).containsExactly(158, 159, 165);
    assertThat(data.train().classNames()).startsWith("airplane", "automobile").endsWith("truck");
    assertStatistics(
        data.train(),
        new double[] {0.49139968, 0.48215841, 0.44653091},
        new double[] {0.24703223, 0.24348513, 0.26158784},
        5e-9);
  }

  @Test
  void cifar100() {
    Path archive = folder.resolve("cifar-100-binary-subset.tar.gz");
    DataSplit fine = load("cifar100", archive);
    DataSplit coarse = load("cifar100-coarse", folder);

    assertThat(fine.train().size()).isEqualTo(1500);
    assertThat(fine.test().size()).isEqualTo(500);
    assertThat(labels(coarse.train(), 8)).containsExactly(11, 15, 4, 14, 1, 5, 18, 3);
    assertThat(labels(fine.train(), 8)).containsExactly(19, 29, 0, 11, 1, 86, 90, 28);
    assertThat(fine.test().classCounts()).hasSize(100).containsOnly(5);
    assertThat(coarse.test().classCounts()).hasSize(20).containsOnly(25);
    assertThat(Arrays.stream(fine.train().classCounts())).allMatch(n -> n >= 7 && n <= 25);
    assertThat(Arrays.stream(coarse.train().classCounts())).allMatch(n -> n >= 57 && n <= 91);
    assertThat(fine.train().classNames().get(42)).isEqualTo("leopard");
    assertThat(coarse.train().classNames().get(13)).isEqualTo("non-insect_invertebrates");
    assertThat(new Cifar100(Cifar100.Labels.FINE).load(folder).train().checksum())
        .isEqualTo(fine.train().checksum());
  }

  @Test
  void svhn() {
    DataSplit data = load("svhn", folder);

    assertThat(labels(data.train(), 10)).containsExactly(1, 9, 2, 3, 2, 5, 9, 3, 3, 1);
    assertThat(labels(data.test(), 10)).containsExactly(1, 7, 9, 8, 1, 0, 4, 5, 4, 6);
    assertThat(data.train().classCounts())
        .containsExactly(49, 181, 111, 101, 90, 85, 58, 54, 67, 55);
    assertThat(data.test().classCounts()).containsExactly(17, 45, 30, 33, 20, 27, 20, 16, 11, 12);
    assertThat(data.inputShape().toString()).contains("32, 32, 3");
  }

  @Test
  void mnist() {
    LabelledDataset test = loadTest("mnist");

    assertThat(test.classCounts())
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    assertThat(labels(test, 10)).containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
    assertStatistics(test, new double[] {0.13251}, new double[] {0.31048}, 5e-6);
  }

  @Test
  void fashionMnist() {
    LabelledDataset test = loadTest("fashion-mnist");

    assertThat(test.classCounts()).hasSize(10).containsOnly(1000);
    assertThat(labels(test, 10)).containsExactly(9, 2, 1, 1, 6, 1, 4, 6, 5, 7);
    assertStatistics(test, new double[] {0.28685}, new double[] {0.35244}, 5e-6);
    assertThat(test.classNames()).startsWith("T-shirt/top").endsWith("Ankle boot");
  }

  @Test
  void the_files_of_mnist_and_fashion_mnist_are_the_official_ones() {
    for (String name : List.of("mnist", "fashion-mnist")) {
      DataSource source = DataCatalog.source(name);
      for (OfficialFile file : source.files()) {
        FileCheck check = FileCheck.of(file, folder.resolve(source.folder()).resolve(file.name()));
        assertThat(check.state())
            .as(file.name())
            .isEqualTo(
                file.name().startsWith("t10k")
                    ? FileCheck.State.OFFICIAL
                    : FileCheck.State.MISSING);
      }
    }
  }

  @Test
  void opticalDigits() {
    DataSplit data = load("optdigits", folder);

    assertThat(data.train().classCounts())
        .containsExactly(376, 389, 380, 389, 387, 376, 377, 387, 380, 382);
    assertThat(data.test().classCounts())
        .containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    PixelStatistics pixels = PixelStatistics.of(data.train());
    Scaling scaling = data.train().scaling();
    assertThat(scaling.mean()[0]).isCloseTo((float) pixels.mean()[0], within(5e-5f));
    assertThat(scaling.std()[0]).isCloseTo((float) pixels.std()[0], within(5e-5f));
  }

  @Test
  void japaneseVowels() {
    DataSplit data = load("japanese-vowels", folder);
    SequenceSamples train = (SequenceSamples) data.train().samples();
    SequenceSamples test = (SequenceSamples) data.test().samples();

    assertThat(data.train().classCounts()).containsOnly(30);
    assertThat(data.test().classCounts()).containsExactly(31, 35, 88, 44, 29, 24, 40, 50, 29);
    assertThat(steps(train)).isEqualTo(4274);
    assertThat(steps(test)).isEqualTo(5687);
    assertThat(new int[] {train.minLength(), train.maxLength()}).containsExactly(7, 26);
    assertThat(new int[] {test.minLength(), test.maxLength()}).containsExactly(7, 29);
    assertThat(train.features()).isEqualTo(12);
  }

  @Test
  void a_folder_of_photographs() {
    DataSplit data = load("folder", folder.resolve("caltech101-sample"));

    assertThat(data.train().size()).isEqualTo(72);
    assertThat(data.test().size()).isEqualTo(24);
    assertThat(data.train().classCounts()).containsOnly(9);
    assertThat(data.test().classCounts()).containsOnly(3);
    assertThat(data.train().classNames())
        .containsExactly(
            "Leopards",
            "butterfly",
            "car_side",
            "dalmatian",
            "grand_piano",
            "starfish",
            "sunflower",
            "watch");
    PixelStatistics pixels = PixelStatistics.of(data.test());
    assertThat(Arrays.stream(pixels.mean())).allMatch(m -> m > 0.3 && m < 0.8);
  }

  @Test
  void the_class_lists_of_imagenet100_are_the_papers() throws Exception {
    for (ImageFolder source : List.of(ImageFolder.imageNet100R(), ImageFolder.imageNet100D())) {
      List<String> lines =
          Files.readAllLines(folder.resolve("imagenet100").resolve(source.name() + "-classes.txt"));
      List<String> ours =
          IntStream.range(0, 100)
              .mapToObj(i -> source.folders().get(i) + " " + source.classNames().get(i))
              .toList();
      assertThat(ours).isEqualTo(lines.stream().map(String::strip).toList());
    }
  }

  /** The table of docs/data.md. */
  @Test
  void the_first_batches_are_normalized() {
    assertFirstBatch(
        load("cifar10", folder).train(),
        "0.488 0.474 0.433, 0.246 0.241 0.251",
        "-0.012 -0.034 -0.050, 0.994 0.989 0.961");
    assertFirstBatch(
        load("cifar100", folder).train(),
        "0.497 0.480 0.430, 0.265 0.258 0.277",
        "-0.037 -0.025 -0.040, 0.990 1.004 1.003");
    assertFirstBatch(
        load("svhn", folder).train(),
        "0.467 0.464 0.481, 0.215 0.227 0.231",
        "-0.078 0.037 0.332, 0.941 1.011 1.025");
    assertFirstBatch(loadTest("mnist"), "0.118, 0.294", "-0.040, 0.953");
    assertFirstBatch(loadTest("fashion-mnist"), "0.292, 0.357", "0.017, 1.012");
    assertFirstBatch(load("optdigits", folder).train(), "0.310, 0.374", "0.005, 0.991");
    DataSplit photographs = load("folder", folder.resolve("caltech101-sample"));
    assertFirstBatch(
        photographs.test(),
        "0.547 0.490 0.395, 0.305 0.297 0.304",
        "0.269 0.151 -0.050, 1.331 1.324 1.352");
  }

  private DataSplit load(String name, Path place) {
    return DataCatalog.source(name).load(ReadOptions.of(place));
  }

  private LabelledDataset loadTest(String name) {
    return DataCatalog.source(name).loadTest(ReadOptions.of(folder));
  }

  /** The first 128 samples as a network gets them, and the pixels / 255 that they came from. */
  private static void assertFirstBatch(LabelledDataset data, String pixels, String inputs) {
    float[] values;
    try (var epoch = data.batches(128).epoch(0)) {
      values = epoch.next().inputs();
    }
    float[] mean = data.scaling().mean();
    float[] std = data.scaling().std();
    double[] before = new double[values.length];
    double[] after = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      after[i] = values[i];
      before[i] = (double) values[i] * std[i % std.length] + mean[i % mean.length];
    }
    assertThat(figures(before, mean.length)).as("pixels of %s", data.name()).isEqualTo(pixels);
    assertThat(figures(after, mean.length)).as("inputs of %s", data.name()).isEqualTo(inputs);
  }

  /** Mean and deviation of each channel, such as {@code 0.49 0.48 0.45, 0.25 0.24 0.26}. */
  private static String figures(double[] values, int channels) {
    StringBuilder means = new StringBuilder();
    StringBuilder deviations = new StringBuilder();
    for (int c = 0; c < channels; c++) {
      int first = c;
      int pixels = values.length / channels;
      double mean =
          IntStream.range(0, pixels).mapToDouble(i -> values[i * channels + first]).sum() / pixels;
      double squares =
          IntStream.range(0, pixels)
                  .mapToDouble(i -> Math.pow(values[i * channels + first] - mean, 2))
                  .sum()
              / pixels;
      means.append(c > 0 ? " " : "").append("%.3f".formatted(mean));
      deviations.append(c > 0 ? " " : "").append("%.3f".formatted(Math.sqrt(squares)));
    }
    return means + ", " + deviations;
  }

  private static int[] labels(LabelledDataset data, int count) {
    return IntStream.range(0, count).map(data::label).toArray();
  }

  /** Some values of the first image: one channel of its first pixels. */
  private static int[] first(LabelledDataset data, int count, int channels) {
    byte[] values = ((ImageSamples) data.samples()).image(0).values();
    return IntStream.range(0, count).map(i -> values[i * channels] & 0xFF).toArray();
  }

  private static int steps(SequenceSamples samples) {
    return IntStream.range(0, samples.size()).map(samples::length).sum();
  }

  private static void assertStatistics(
      LabelledDataset data, double[] mean, double[] std, double tolerance) {
    PixelStatistics pixels = PixelStatistics.of(data);
    assertThat(Arrays.stream(pixels.mean()).boxed().toList())
        .zipSatisfy(
            Arrays.stream(mean).boxed().toList(),
            (a, b) -> assertThat(a).isCloseTo(b, within(tolerance)));
    assertThat(Arrays.stream(pixels.std()).boxed().toList())
        .zipSatisfy(
            Arrays.stream(std).boxed().toList(),
            (a, b) -> assertThat(a).isCloseTo(b, within(tolerance)));
  }
}
