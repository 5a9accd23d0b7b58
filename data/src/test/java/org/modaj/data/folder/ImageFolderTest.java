package org.modaj.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.data.folder.TinyPhotographs.encode;
import static org.modaj.data.folder.TinyPhotographs.plain;
import static org.modaj.data.folder.TinyPhotographs.write;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.ReadOptions;
import org.modaj.data.transform.Augmentation;
import org.modaj.data.transform.CenterCrop;
import org.modaj.data.transform.Resize;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;

class ImageFolderTest {
  @TempDir private Path dir;

  @BeforeEach
  void write_photographs() throws Exception {
    for (int i = 0; i < 4; i++) {
      write(dir.resolve("train/cat/" + i + ".png"), plain(40 + i, 30, 0xFF0000));
      write(dir.resolve("train/Ant/" + i + ".JPEG.jpg"), plain(30, 50 + i, 0x0000FF));
    }
    write(dir.resolve("val/cat/x.png"), TinyPhotographs.corners());
    write(dir.resolve("val/Ant/y.png"), plain(9, 9, 0x00FF00));
    Files.writeString(dir.resolve("train/cat/notes.txt"), "no image");
    Files.writeString(dir.resolve("train/cat/.hidden.png"), "no image");
    Files.createDirectories(dir.resolve("train/.trash"));
  }

  private ReadOptions options() {
    return ReadOptions.of(dir).withImageSize(28);
  }

  private DataSplit load() {
    return ImageFolder.any().load(options());
  }

  @Test
  void reads_classes_in_the_order_of_character_codes() {
    DataSplit data = load();

    assertThat(data.train().classNames()).containsExactly("Ant", "cat");
    assertThat(data.train().classCounts()).containsExactly(4, 4);
    assertThat(data.test().classCounts()).containsExactly(1, 1);
    assertThat(data.train().sampleShape()).containsExactly(28, 28, 3);
    assertThat(data.train()).hasToString("folder/train: 8 images in files, as 28x28x3, 2 classes");
  }

  @Test
  void resizes_the_shorter_side_to_eight_sevenths_and_takes_the_middle() {
    try (Epoch epoch = load().test().batches(2).epoch(0)) {
      Batch batch = epoch.next();
      float[] expected = new float[28 * 28 * 3];
      var middle =
          new CenterCrop(28, 28)
              .apply(new Resize(32, 64).apply(ImageDecoder.decode(dir.resolve("val/cat/x.png"))));
      ((Normalization) load().test().scaling()).apply(middle.values(), expected, 0);
      assertThat(Arrays.copyOfRange(batch.inputs(), expected.length, 2 * expected.length))
          .isEqualTo(expected);
    }
  }

  @Test
  void augments_by_sample_and_epoch_with_any_cache_and_any_threads() {
    float[] usual = inputs(load().train(), 1);

    assertThat(inputs(ImageFolder.any().load(options().withImageCache(0)).train(), 3))
        .isEqualTo(usual);
    assertThat(inputs(ImageFolder.any().load(options().withImageCache(9000)).train(), 2))
        .isEqualTo(usual);
    LabelledDataset cropped = load().train().augmented(Augmentation.cropAndFlip());
    assertThat(inputs(cropped, 1)).hasSameSizeAs(usual).isNotEqualTo(usual);
  }

  private static float[] inputs(LabelledDataset data, int threads) {
    float[] all = new float[2 * 8 * 28 * 28 * 3];
    int at = 0;
    var loader =
        data.loader()
            .batchSize(8)
            .shuffle(true)
            .augmentation(data.augmentation())
            .threads(threads)
            .build();
    for (int e = 0; e < 2; e++) {
      try (Epoch epoch = loader.epoch(e)) {
        float[] inputs = epoch.next().inputs();
        System.arraycopy(inputs, 0, all, at, inputs.length);
        at += inputs.length;
      }
    }
    return all;
  }

  @Test
  void keeps_decoded_images_within_the_bound() {
    DataSplit data = ImageFolder.any().load(options().withImageCache(9000));

    inputs(data.train(), 1);

    DecodedImages memory = (DecodedImages) data.train().samples().memory();
    assertThat(memory.kept()).isPositive().isLessThanOrEqualTo(9000);
    assertThat(LabelledDataset.bytes(data.train(), data.test())).isEqualTo(9000);
    assertThat(LabelledDataset.bytes(load().train(), load().test()))
        .isLessThan(2 * (8 * 60 * 45 * 3 + 5000));
    assertThat(data.train().samples().writers()).isPositive();
  }

  @Test
  void stops_at_files_that_cannot_be_read_named_and_counted() {
    write(dir.resolve("train/cat/bad.png"), "no image".getBytes());
    write(dir.resolve("train/cat/bad2.jpg"), new byte[0]);

    DataException e = catchThrowableOfType(DataException.class, this::load);

    assertThat(e.file()).isEqualTo(dir.resolve("train/cat/bad.png").toString());
    assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
    assertThat(e.hint())
        .startsWith("2 of 10 image files cannot be read: ")
        .contains("bad2.jpg")
        .contains("--skip-unreadable");
  }

  @Test
  void leaves_them_out_when_told_to_and_finds_damage_inside() {
    write(dir.resolve("train/cat/bad.png"), "no image".getBytes());
    byte[] whole = encode(TinyPhotographs.corners(), "jpg");
    Path half = dir.resolve("train/Ant/half.jpg");
    write(half, Arrays.copyOf(whole, whole.length - 30));

    DataSplit data = ImageFolder.any().load(options().skippingUnreadable(true));

    assertThat(data.train().classCounts()).containsExactly(4, 4);
    assertThat(data.train().notes()).hasSize(1);
    assertThat(data.train().notes().getFirst())
        .startsWith("2 of 10 image files of train left out that cannot be read: ")
        .contains("half.jpg", "bad.png");
    assertThat(data.test().notes()).isEmpty();
  }

  @Test
  void damage_inside_a_file_stops_the_epoch_by_name() {
    byte[] whole = encode(TinyPhotographs.corners(), "jpg");
    write(dir.resolve("train/Ant/half.jpg"), Arrays.copyOf(whole, whole.length - 30));

    try (Epoch epoch = load().train().batches(16).epoch(0)) {
      DataException e = catchThrowableOfType(DataException.class, epoch::next);
      assertThat(e.file()).endsWith("half.jpg");
    }
  }

  @Test
  void says_what_a_folder_lacks() throws Exception {
    write(dir.resolve("val/dog/z.png"), plain(9, 9, 0));
    assertThat(failure().problem()).isEqualTo(Problem.UNKNOWN_CLASS);
    assertThat(failure().actual()).isEqualTo("\"dog\"");
    Files.delete(dir.resolve("val/dog/z.png"));
    Files.delete(dir.resolve("val/dog"));
    Files.move(dir.resolve("val"), dir.resolve("other"));
    assertThat(failure().actual()).isEqualTo("a folder without test");
    Files.move(dir.resolve("other"), dir.resolve("test"));
    assertThat(load().test().size()).isEqualTo(2);
    DataException none =
        catchThrowableOfType(
            DataException.class,
            () -> ImageFolder.any().load(ReadOptions.of(dir.resolve("nowhere"))));
    assertThat(none.actual()).isEqualTo("no such folder");
    Files.createDirectories(dir.resolve("empty/train/cat"));
    Files.createDirectories(dir.resolve("empty/val/cat"));
    DataException nothing =
        catchThrowableOfType(
            DataException.class,
            () -> ImageFolder.any().load(ReadOptions.of(dir.resolve("empty"))));
    assertThat(nothing.problem()).isEqualTo(Problem.EMPTY);
  }

  @Test
  void says_what_it_reads() {
    assertThat(ImageFolder.any().name()).isEqualTo("folder");
    assertThat(ImageFolder.any().description()).isEqualTo("image files, a folder for each class");
    assertThat(ImageFolder.any().layout()).isEqualTo("train/<class>/* and val/<class>/*");
    assertThat(ImageFolder.imageNet100D().description()).contains("dogs");
    assertThat(ImageFolder.imageNet100D().layout()).contains("train/<WordNet id>/*");
  }

  @Test
  void files_beside_the_folders_of_classes_are_no_classes_and_files_come_in_their_order() {
    write(dir.resolve("train/readme.png"), plain(3, 3, 0));

    LabelledDataset train = load().train();

    assertThat(train.classNames()).containsExactly("Ant", "cat");
    FileSamples samples = (FileSamples) train.samples();
    for (int i = 0; i < 4; i++) {
      assertThat(samples.image(i).shape().height()).isEqualTo(50 + i);
      assertThat(samples.image(4 + i).shape().width()).isEqualTo(40 + i);
    }
    FileSamples part = (FileSamples) train.samplesAt(7, 2).samples();
    assertThat(part.image(0).shape().width()).isEqualTo(43);
    assertThat(part.image(1).shape().height()).isEqualTo(52);
  }

  @Test
  void a_decoded_image_stays_while_there_is_room() {
    FileSamples roomy = (FileSamples) load().train().samples();
    FileSamples tight =
        (FileSamples) ImageFolder.any().load(options().withImageCache(0)).train().samples();

    assertThat(roomy.image(1)).isSameAs(roomy.image(1));
    assertThat(tight.image(1)).isNotSameAs(tight.image(1));
    assertThat(tight.image(1).values()).isEqualTo(roomy.image(1).values());
  }

  @Test
  void scales_as_another_network_did() {
    Normalization other = Normalization.of(new float[] {0.1f, 0.2f, 0.3f}, new float[] {1, 2, 3});
    FileSamples samples = (FileSamples) load().train().samples();

    assertThat(samples.scaledAs(other).scaling()).isSameAs(other);
    assertThat(
            catchThrowableOfType(
                DataException.class,
                () -> samples.scaledAs(Normalization.of(new float[] {0.1f}, new float[] {1}))))
        .isNotNull();
  }

  @Test
  void at_most_five_of_many_bad_files_are_named() {
    for (int i = 0; i < 5; i++) {
      write(dir.resolve("train/cat/bad" + i + ".png"), "no image".getBytes());
    }
    assertThat(failure().hint()).contains("bad0.png", "bad4.png").doesNotContain("…");
    write(dir.resolve("train/cat/bad5.png"), "no image".getBytes());
    assertThat(failure().hint()).contains("bad4.png, …").doesNotContain("bad5.png");
  }

  @Test
  void lists_the_image_files_of_one_folder_in_their_order() throws Exception {
    assertThat(ImageFiles.in(dir.resolve("train/cat")))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("0.png", "1.png", "2.png", "3.png");
    Path empty = Files.createDirectories(dir.resolve("empty"));
    assertThat(catchThrowableOfType(DataException.class, () -> ImageFiles.in(empty)).problem())
        .isEqualTo(Problem.EMPTY);
    assertThat(
            catchThrowableOfType(
                DataException.class, () -> ImageFiles.in(dir.resolve("train/cat/0.png"))))
        .isNotNull();
  }

  private DataException failure() {
    return catchThrowableOfType(DataException.class, this::load);
  }

  @Test
  void imagenet100_has_its_folders_in_the_order_of_its_list() throws Exception {
    ImageFolder source = ImageFolder.imageNet100R();
    assertThat(source.folders()).hasSize(100).doesNotHaveDuplicates().startsWith("n02701002");
    assertThat(source.classNames()).hasSize(100).doesNotHaveDuplicates().startsWith("ambulance");
    assertThat(ImageFolder.imageNet100D().classNames()).hasSize(100).contains("chihuahua");
    Path root = dir.resolve("imagenet");
    byte[] png = encode(plain(10, 10, 0x808080), "png");
    for (String folder : source.folders()) {
      write(root.resolve("train/" + folder + "/a.png"), png);
      write(root.resolve("val/" + folder + "/b.png"), png);
    }
    write(root.resolve("train/n99999999/other.png"), png);

    DataSplit data = source.load(ReadOptions.of(root).withImageSize(8));

    assertThat(data.name()).isEqualTo("imagenet100r");
    assertThat(data.train().size()).isEqualTo(100);
    assertThat(IntStream.range(0, 100).map(data.train()::label).toArray())
        .isEqualTo(IntStream.range(0, 100).toArray());
    Files.delete(root.resolve("train/n02701002/a.png"));
    Files.delete(root.resolve("train/n02701002"));
    DataException e =
        catchThrowableOfType(DataException.class, () -> source.load(ReadOptions.of(root)));
    assertThat(e.expected()).isEqualTo("the folder of class 0, ambulance");
  }

  @Test
  void the_checksum_is_that_of_names_sizes_and_labels() {
    String checksum = load().train().checksum();
    assertThat(load().train().checksum()).isEqualTo(checksum);

    assertThat(load().train().augmented(Augmentation.NONE).checksum()).isEqualTo(checksum);
    assertThat(load().train().samplesAt(1, 0, 2, 3, 4, 5, 6, 7).checksum())
        .as("other names")
        .isNotEqualTo(checksum);
    assertThat(ImageFolder.any().load(options().withImageSize(29)).train().checksum())
        .as("another size of images")
        .isNotEqualTo(checksum);
    write(dir.resolve("train/cat/0.png"), plain(41, 31, 0x00FF00));

    assertThat(load().train().checksum()).isNotEqualTo(checksum);
  }
}
