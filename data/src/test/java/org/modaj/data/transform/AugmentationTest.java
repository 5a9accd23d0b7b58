package org.modaj.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.data.Normalization;
import org.modaj.engine.random.CounterRandom;

class AugmentationTest {
  private static final Normalization PLAIN = Normalization.of(new float[3], new float[] {1, 1, 1});

  @Test
  void only_the_empty_one_changes_nothing() {
    assertThat(Augmentation.NONE.isNone()).isTrue();
    assertThat(Augmentation.of(new RandomCrop(1)).isNone()).isFalse();
    assertThat(Augmentation.NONE.then(new Cutout(1)).isNone()).isFalse();
    assertThat(Augmentation.NONE.then(new Mixup(1)).isNone()).isFalse();
    assertThat(Augmentation.NONE.mixup()).isNull();
    assertThat(Augmentation.NONE.then(new Mixup(0.5)).mixup()).isEqualTo(new Mixup(0.5));
  }

  @Test
  void knows_whether_images_of_any_size_get_one_size() {
    assertThat(Augmentation.of(new HorizontalFlip(), new RandomResizedCrop(8)).fixesSize())
        .isTrue();
    assertThat(Augmentation.of(new Resize(8, 8)).fixesSize()).isTrue();
    assertThat(Augmentation.of(new CenterCrop(8, 8)).fixesSize()).isTrue();
    assertThat(Augmentation.of(CenterCrop.ofResized(8)).fixesSize()).isTrue();
    assertThat(Augmentation.of(Resize.shorterSide(8), new RandomCrop(1)).fixesSize()).isFalse();
    assertThat(Augmentation.NONE.fixesSize()).isFalse();
  }

  @Test
  void equals_those_with_the_same_transforms_only() {
    Augmentation one = Augmentation.cropAndFlip().then(new Cutout(2)).then(new Mixup(1));

    assertThat(one)
        .isEqualTo(Augmentation.parse("crop4,flip,cutout2,mixup1"))
        .hasSameHashCodeAs(Augmentation.parse("crop4,flip,cutout2,mixup1"))
        .isNotEqualTo(Augmentation.parse("crop4,cutout2,mixup1"))
        .isNotEqualTo(Augmentation.parse("crop4,flip,cutout3,mixup1"))
        .isNotEqualTo(Augmentation.parse("crop4,flip,cutout2,mixup2"))
        .doesNotHaveSameHashCodeAs(Augmentation.NONE);
  }

  @Test
  void values_are_changed_after_the_pixels_each_with_draws_of_its_own() {
    Image image = Pattern.of(8, 8);
    Augmentation all =
        Augmentation.of(new ColorJitter(0.3, 0, 0, 0), new HorizontalFlip())
            .then(new Cutout(2))
            .then(new Cutout(3));
    CounterRandom random = CounterRandom.of("epoch");
    float[] out = new float[192];

    all.write(image, image.shape(), PLAIN, random, 3, out, 0);

    // a sample has 8 + 1 + 2 + 2 numbers
    Image jittered = new ColorJitter(0.3, 0, 0, 0).apply(image, new Draws(random, 39));
    Image flipped = new HorizontalFlip().apply(jittered, new Draws(random, 47));
    float[] expected = new float[192];
    PLAIN.apply(flipped.values(), expected, 0);
    new Cutout(2).apply(expected, 0, image.shape(), new Draws(random, 48));
    new Cutout(3).apply(expected, 0, image.shape(), new Draws(random, 50));
    assertThat(out).isEqualTo(expected);
  }

  @Test
  void the_usual_way_to_measure_takes_the_middle_of_a_resized_image() {
    Image image = Pattern.of(40, 60);

    Image out = CenterCrop.ofResized(28).apply(image, Pattern.draws(0));

    // 32 of 28 pixels for the shorter side, as 256 of 224
    Image resized = new Resize(32, 48).apply(image);
    assertThat(out.shape()).isEqualTo(new ImageShape(28, 28, 3));
    assertThat(out.values()).isEqualTo(CenterCrop.crop(resized, 2, 10, 28, 28).values());
    assertThat(CenterCrop.ofResized(28)).hasToString("resize32,center28x28");
    assertThat(new Resize(3, 4)).hasToString("resize3x4");
  }
}
