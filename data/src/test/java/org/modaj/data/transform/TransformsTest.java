package org.modaj.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modaj.data.DataException;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.data.Normalization;
import org.modaj.engine.random.CounterRandom;

class TransformsTest {
  private static final ImageShape ROW = new ImageShape(1, 3, 2);

  @Test
  void flips_whole_pixels() {
    Image row = Pattern.of(ROW, 1, 2, 3, 4, 5, 6);

    Image flipped = new HorizontalFlip(1).apply(row, Pattern.draws(0));

    assertThat(Pattern.values(flipped)).containsExactly(5, 6, 3, 4, 1, 2);
    assertThat(Pattern.values(row)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void flips_as_often_as_it_is_told_to() {
    Image row = Pattern.of(ROW, 1, 2, 3, 4, 5, 6);
    for (double probability : new double[] {0.1, 0.5, 0.8}) {
      int flipped = 0;
      for (int i = 0; i < 4000; i++) {
        Image out = new HorizontalFlip(probability).apply(row, Pattern.draws(i));
        flipped += out.values()[0] == 5 ? 1 : 0;
      }
      assertThat(flipped / 4000.0).isCloseTo(probability, within(0.03));
    }
  }

  @Test
  void takes_the_middle_as_torchvision_does() {
    Image image = Pattern.of(new ImageShape(1, 5, 1), 1, 2, 3, 4, 5);

    assertThat(Pattern.values(new CenterCrop(1, 3).apply(image))).containsExactly(2, 3, 4);
    // (5 - 2) / 2 = 1.5 is rounded to the even 2, (5 - 4) / 2 = 0.5 to 0
    assertThat(Pattern.values(new CenterCrop(1, 2).apply(image))).containsExactly(3, 4);
    assertThat(Pattern.values(new CenterCrop(1, 4).apply(image))).containsExactly(1, 2, 3, 4);
    assertThat(Pattern.values(new CenterCrop(1, 8).apply(image)))
        .containsExactly(0, 1, 2, 3, 4, 5, 0, 0);
    assertThat(Pattern.values(new CenterCrop(3, 3).apply(image)))
        .containsExactly(0, 0, 0, 2, 3, 4, 0, 0, 0);
  }

  @Test
  void resizes_random_parts() {
    Image image = Pattern.of(40, 30);
    RandomResizedCrop crop = new RandomResizedCrop(16);
    Set<String> distinct = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      Image out = crop.apply(image, Pattern.draws(i));
      assertThat(out.shape()).isEqualTo(new ImageShape(16, 16, 3));
      assertThat(crop.apply(image, Pattern.draws(i)).values()).isEqualTo(out.values());
      distinct.add(Pattern.sha256(out));
    }
    assertThat(distinct).hasSizeGreaterThan(45);
  }

  @Test
  void takes_all_of_an_image_when_nothing_less_is_allowed() {
    Image square = Pattern.of(20, 20);
    Image whole = new Resize(8, 8).apply(square);
    int same = 0;
    for (int i = 0; i < 200; i++) {
      Image out = new RandomResizedCrop(8, 8, 1).apply(square, Pattern.draws(i));
      same += Arrays.equals(out.values(), whole.values()) ? 1 : 0;
    }
    // of the whole area only a square fits; the tries that find none end with the whole square
    assertThat(same).isEqualTo(200);
  }

  @Test
  void takes_the_middle_of_what_is_far_too_long() {
    Image image = Pattern.of(3, 90);

    Image out = new RandomResizedCrop(4, 4, 1).apply(image, Pattern.draws(7));

    assertThat(out.values())
        .isEqualTo(new Resize(4, 4).apply(CenterCrop.crop(image, 0, 43, 3, 4)).values());
  }

  @Test
  void takes_the_middle_of_what_is_far_too_high() {
    Image image = Pattern.of(90, 3);

    Image out = new RandomResizedCrop(4, 4, 1).apply(image, Pattern.draws(7));

    assertThat(out.values())
        .isEqualTo(new Resize(4, 4).apply(CenterCrop.crop(image, 43, 0, 4, 3)).values());
  }

  @Test
  void the_least_and_the_greatest_that_may_be_asked_for_is_taken() {
    String most = "crop1000,resizedcrop1:1.0,resize1,cutout1,mixup100.0";
    assertThat(Augmentation.parse(most)).hasToString(most);
    assertThat(Augmentation.parse("crop1,center1,flip1")).hasToString("crop1,center1x1,flip1.0");
    assertThat(new Resize(4, 1).apply(Pattern.of(8, 2)).shape()).isEqualTo(new ImageShape(4, 1, 3));
    for (String wrong :
        new String[] {
          "crop0",
          "crop1001",
          "center0",
          "resizedcrop0",
          "resizedcrop8:1.5",
          "resize0",
          "flip0",
          "mixup100.5"
        }) {
      assertThat(catchThrowableOfType(DataException.class, () -> Augmentation.parse(wrong)))
          .as(wrong)
          .isNotNull();
    }
    for (int[] size : new int[][] {{0, 1}, {1, 0}}) {
      DataException crop =
          catchThrowableOfType(DataException.class, () -> new CenterCrop(size[0], size[1]));
      DataException resized =
          catchThrowableOfType(
              DataException.class, () -> new RandomResizedCrop(size[0], size[1], 0.5));
      assertThat(crop.actual()).isEqualTo(size[0] + "x" + size[1]);
      assertThat(resized.actual()).isEqualTo(size[0] + "x" + size[1]);
    }
  }

  @Test
  void cuts_out_a_square_that_may_lie_outside_in_part() {
    ImageShape shape = new ImageShape(5, 6, 2);
    Set<Integer> counts = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      float[] values = new float[3 + shape.size() + 4];
      Arrays.fill(values, 1);
      new Cutout(3).apply(values, 3, shape, Pattern.draws(i));
      int y = Pattern.draws(i).below(5, 0);
      int x = Pattern.draws(i).below(6, 1);
      int zeros = 0;
      for (int p = 0; p < shape.size(); p++) {
        boolean inside = Math.abs(p / 12 - y) <= 1 && Math.abs(p / 2 % 6 - x) <= 1;
        assertThat(values[3 + p]).isEqualTo(inside ? 0 : 1);
        zeros += inside ? 1 : 0;
      }
      counts.add(zeros / 2);
      assertThat(values[2]).isEqualTo(1);
      assertThat(values[3 + shape.size()]).isEqualTo(1);
    }
    assertThat(counts).containsExactlyInAnyOrder(4, 6, 9);
  }

  @Test
  void mixes_in_shares_of_the_beta_distribution() {
    for (double alpha : new double[] {0.01, 0.2, 1, 5}) {
      double sum = 0;
      double squares = 0;
      int count = 20_000;
      for (int i = 0; i < count; i++) {
        float share = new Mixup(alpha).share(CounterRandom.of("mix").child(i));
        assertThat(share).isBetween(0f, 1f);
        sum += share;
        squares += share * share;
      }
      double mean = sum / count;
      // Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1))
      assertThat(mean).isCloseTo(0.5, within(0.015));
      assertThat(squares / count - mean * mean).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.01));
    }
  }

  @Test
  void draws_partners_from_all_samples() {
    int[] counts = new int[7];
    for (int i = 0; i < 7000; i++) {
      counts[new Mixup(1).partner(7, CounterRandom.of("mix").child(i))]++;
    }
    assertThat(Arrays.stream(counts)).allSatisfy(c -> assertThat(c).isBetween(850, 1150));
  }

  @Test
  void numbers_the_draws_of_a_list_one_after_the_other() {
    Image image = Pattern.of(8, 8);
    Augmentation both = Augmentation.of(new RandomCrop(2), new HorizontalFlip());
    CounterRandom random = CounterRandom.of("epoch");
    Normalization none = Normalization.of(new float[3], new float[] {1, 1, 1});
    float[] out = new float[image.values().length];

    both.write(image, image.shape(), none, random, 5, out, 0);

    Image cropped = new RandomCrop(2).apply(image, new Draws(random, 15));
    Image flipped = new HorizontalFlip().apply(cropped, new Draws(random, 17));
    for (int i = 0; i < out.length; i++) {
      assertThat(Math.round(out[i] * 255)).isEqualTo(flipped.values()[i] & 0xFF);
    }
  }

  @Test
  void refuses_an_augmentation_that_gives_another_size() {
    Image image = Pattern.of(8, 8);
    Normalization none = Normalization.of(new float[3], new float[] {1, 1, 1});

    DataException e =
        catchThrowableOfType(
            DataException.class,
            () ->
                Augmentation.of(new CenterCrop(4, 4))
                    .write(
                        image, image.shape(), none, CounterRandom.of("x"), 0, new float[192], 0));

    assertThat(e.file()).isEqualTo("augmentation center4x4");
    assertThat(e.expected()).isEqualTo("images of 8x8x3");
    assertThat(e.actual()).isEqualTo("images of 4x4x3");
  }

  @Test
  void reads_the_names_that_it_prints() {
    String names =
        "crop4,flip,flip0.3,resizedcrop32,resizedcrop32:0.5,resize40,jitter0.4:0.4:0.4:0.1,"
            + "cutout8,mixup0.2";

    assertThat(Augmentation.parse(names)).hasToString(names);
    assertThat(Augmentation.parse("crop,flip")).isEqualTo(Augmentation.cropAndFlip());
    assertThat(Augmentation.parse("jitter0.4"))
        .isEqualTo(Augmentation.of(new ColorJitter(0.4, 0.4, 0.4, 0)));
    assertThat(Augmentation.parse("center224"))
        .isEqualTo(Augmentation.of(new CenterCrop(224, 224)));
    assertThat(Augmentation.parse(" none ")).isSameAs(Augmentation.NONE);
    assertThat(Augmentation.NONE).hasToString("none");
  }

  @Test
  void refuses_names_that_are_none() {
    for (String wrong :
        new String[] {
          "",
          "crop4,",
          "spin",
          "crop4.5",
          "cutout",
          "cutout0",
          "mixup0",
          "flip1.5",
          "crop4:4",
          "resizedcrop32:0",
          "crop-1",
          "crop99999999999"
        }) {
      DataException e = catchThrowableOfType(DataException.class, () -> Augmentation.parse(wrong));
      assertThat(e).as(wrong).isNotNull();
    }
    assertThat(catchThrowableOfType(DataException.class, () -> Augmentation.parse("crop4,spin")))
        .hasMessageContaining("\"spin\"")
        .hasMessageContaining("resizedcrop224");
  }
}
