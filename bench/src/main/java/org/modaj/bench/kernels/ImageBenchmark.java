package org.modaj.bench.kernels;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.data.Normalization;
import org.modaj.data.folder.ImageFiles;
import org.modaj.data.transform.Augmentation;
import org.modaj.data.transform.ColorJitter;
import org.modaj.data.transform.Cutout;
import org.modaj.data.transform.HorizontalFlip;
import org.modaj.data.transform.RandomCrop;
import org.modaj.data.transform.RandomResizedCrop;
import org.modaj.engine.random.CounterRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What happens to images before training, an image a call on one thread: a photograph of 500 x 375
 * pixels, as most of ImageNet's, and an image of 32 x 32. Training does this on up to four threads
 * beside its steps.
 */
@State(Scope.Benchmark)
public class ImageBenchmark extends KernelBenchmark {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 375;
  private static final int SMALL = 32;
  private static final int CROP = 224;

  private final Normalization normalization =
      Normalization.of(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.25f, 0.25f, 0.25f});
  private final CounterRandom random = CounterRandom.of(1, "augmentation");
  private final Augmentation smallAugmentation = Augmentation.cropAndFlip();
  private final Augmentation strongAugmentation =
      Augmentation.of(new RandomCrop(4), new HorizontalFlip(), new ColorJitter(0.4, 0.4, 0.4, 0.1))
          .then(new Cutout(8));
  private final Augmentation photographAugmentation =
      Augmentation.of(new RandomResizedCrop(CROP), new HorizontalFlip());

  private byte[] jpeg = {};
  private byte[] png = {};
  private float[] out = {};
  private long sample;

  @SuppressWarnings("NullAway.Init") // in the set-up
  private Image photograph;

  @SuppressWarnings("NullAway.Init") // in the set-up
  private Image small;

  @Override
  public Work work(String method) {
    return Work.images(1);
  }

  /** Makes the images and their files. */
  @Setup
  public void setUp() throws IOException {
    BufferedImage picture = picture(WIDTH, HEIGHT);
    jpeg = file(picture, "jpg");
    png = file(picture, "png");
    photograph = ImageFiles.of(picture);
    small = ImageFiles.of(picture(SMALL, SMALL));
    out = new float[3 * CROP * CROP];
  }

  /* Waves of several lengths, and some noise, so that there is something to compress. */
  private static BufferedImage picture(int width, int height) {
    float[] noise = random("noise", width * height);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          double wave = Math.sin(x / (11.0 + c)) + Math.cos(y / (7.0 + 2 * c));
          long value = Math.round(128 + 45 * wave + 8 * noise[y * width + x]);
          rgb = rgb << 8 | (int) Math.clamp(value, 0, 255);
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  private static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("this JDK writes no " + format + " files");
    }
    return bytes.toByteArray();
  }

  /** Decodes a JPEG photograph. */
  @Benchmark
  public Image decodeJpeg() {
    return ImageFiles.read(jpeg, "photograph.jpg");
  }

  /** Decodes the same photograph from PNG. */
  @Benchmark
  public Image decodePng() {
    return ImageFiles.read(png, "photograph.png");
  }

  /** Crops, flips and normalizes an image of 32 x 32, as for CIFAR-10. */
  @Benchmark
  public float[] cropFlip() {
    return write(smallAugmentation, small, SMALL);
  }

  /** The same with colours jittered and a square cut out. */
  @Benchmark
  public float[] cropFlipJitterCutout() {
    return write(strongAugmentation, small, SMALL);
  }

  /** A random part of a photograph, resized to 224 x 224, flipped and normalized. */
  @Benchmark
  public float[] resizedCropFlip() {
    return write(photographAugmentation, photograph, CROP);
  }

  private float[] write(Augmentation augmentation, Image image, int size) {
    augmentation.write(
        image, new ImageShape(size, size, 3), normalization, random, sample++, out, 0);
    return out;
  }
}
