package org.modaj.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.modaj.data.folder.TinyPhotographs.encode;
import static org.modaj.data.folder.TinyPhotographs.oriented;
import static org.modaj.data.folder.TinyPhotographs.plain;
import static org.modaj.data.folder.TinyPhotographs.write;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;

class ImageDecoderTest {
  @TempDir private Path dir;

  private Image decode(String name, byte[] content) {
    return ImageDecoder.decode(write(dir.resolve(name), content));
  }

  private static int[] pixel(Image image, int y, int x) {
    return new int[] {image.value(y, x, 0), image.value(y, x, 1), image.value(y, x, 2)};
  }

  @Test
  void keeps_the_bytes_of_colours() {
    BufferedImage image = plain(5, 3, 0x102030);
    image.setRGB(4, 2, 0xF0E0D0);

    Image decoded = decode("a.png", encode(image, "png"));

    assertThat(decoded.shape()).isEqualTo(new ImageShape(3, 5, 3));
    assertThat(pixel(decoded, 0, 0)).containsExactly(0x10, 0x20, 0x30);
    assertThat(pixel(decoded, 2, 4)).containsExactly(0xF0, 0xE0, 0xD0);
  }

  @Test
  void repeats_grey_as_it_is_stored() {
    BufferedImage grey = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 4; x++) {
      grey.getRaster().setSample(x, 0, 0, 60 * x + 7);
    }

    Image png = decode("g.png", encode(grey, "png"));

    assertThat(pixel(png, 0, 2)).containsExactly(127, 127, 127);
    Image jpeg = decode("g.jpg", encode(plainGrey(16, 16, 90), "jpg"));
    assertThat(pixel(jpeg, 5, 5)).containsExactly(90, 90, 90);
  }

  private static BufferedImage plainGrey(int width, int height, int value) {
    BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < width * height; i++) {
      grey.getRaster().setSample(i % width, i / width, 0, value);
    }
    return grey;
  }

  @Test
  void rounds_sixteen_bits_to_eight() {
    BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSample(0, 0, 0, 65535);
    grey.getRaster().setSample(1, 0, 0, 257 * 100);
    grey.getRaster().setSample(2, 0, 0, 257 * 100 + 129);

    Image decoded = decode("g16.png", encode(grey, "png"));

    assertThat(new int[] {decoded.value(0, 0, 0), decoded.value(0, 1, 1), decoded.value(0, 2, 2)})
        .containsExactly(255, 100, 101);
  }

  @Test
  void drops_transparency_and_looks_up_palettes() {
    BufferedImage alpha = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    alpha.setRGB(0, 0, 0x00FF8040);
    alpha.setRGB(1, 0, 0x80FF8040);
    Image decoded = decode("a.png", encode(alpha, "png"));
    assertThat(pixel(decoded, 0, 0)).containsExactly(0xFF, 0x80, 0x40);
    assertThat(pixel(decoded, 0, 1)).containsExactly(0xFF, 0x80, 0x40);

    BufferedImage palette = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    palette.setRGB(0, 0, 0xFFFFFF);
    palette.setRGB(1, 0, 0xFF0000);
    for (String format : new String[] {"png", "gif"}) {
      Image looked = decode("p." + format, encode(palette, format));
      assertThat(pixel(looked, 0, 0)).containsExactly(255, 255, 255);
      assertThat(pixel(looked, 0, 1)).containsExactly(255, 0, 0);
    }
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, 0xFFFFFF);
    assertThat(pixel(decode("b.bmp", encode(bits, "bmp")), 0, 1)).containsExactly(255, 255, 255);
  }

  @Test
  void converts_cmyk() {
    Image decoded = decode("c.jpg", TinyPhotographs.CMYK);

    assertThat(decoded.shape()).isEqualTo(new ImageShape(8, 16, 3));
    int[] cyan = pixel(decoded, 4, 2);
    assertThat(cyan[0]).isLessThan(80);
    assertThat(cyan[1]).isGreaterThan(150);
    assertThat(cyan[2]).isGreaterThan(190);
    int[] yellow = pixel(decoded, 4, 13);
    assertThat(yellow[0]).isGreaterThan(120);
    assertThat(yellow[1]).isGreaterThan(120);
    assertThat(yellow[2]).isLessThan(90);
  }

  @Test
  void turns_photographs_upright() {
    byte[] jpeg = encode(TinyPhotographs.corners(), "jpg");
    for (int orientation = 1; orientation <= 8; orientation++) {
      Image upright = decode("o.jpg", oriented(jpeg, orientation));
      boolean turned = orientation >= 5;
      assertThat(upright.shape())
          .isEqualTo(turned ? new ImageShape(32, 16, 3) : new ImageShape(16, 32, 3));
      // where the red quarter is after turning: its row and column, each 0 or 1
      int[] red =
          switch (orientation) {
            case 1, 5 -> new int[] {0, 0};
            case 2, 6 -> new int[] {0, 1};
            case 3, 7 -> new int[] {1, 1};
            default -> new int[] {1, 0};
          };
      int h = upright.shape().height();
      int w = upright.shape().width();
      int[] found = pixel(upright, h / 4 + red[0] * h / 2, w / 4 + red[1] * w / 2);
      assertThat(found[0]).as("orientation %d", orientation).isGreaterThan(200);
      assertThat(found[2]).as("orientation %d", orientation).isLessThan(60);
    }
    assertThat(decode("o.jpg", oriented(jpeg, 9)).shape()).isEqualTo(new ImageShape(16, 32, 3));
  }

  @Test
  void looks_up_palettes_in_every_row() {
    BufferedImage palette = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_INDEXED);
    int[] colours = {0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0x000000, 0xFFFF00};
    for (int i = 0; i < 6; i++) {
      palette.setRGB(i % 3, i / 3, colours[i]);
    }

    Image image = decode("p.png", encode(palette, "png"));

    for (int i = 0; i < 6; i++) {
      int[] pixel = pixel(image, i / 3, i % 3);
      assertThat(pixel[0] << 16 | pixel[1] << 8 | pixel[2]).isEqualTo(colours[i]);
    }
  }

  @Test
  void the_end_of_a_thumbnail_is_not_the_end_of_its_photograph() {
    byte[] jpeg = encode(TinyPhotographs.corners(), "jpg");
    byte[] thumbnail = encode(plain(8, 8, 0x808080), "jpg");
    byte[] segment = new byte[4 + thumbnail.length];
    segment[0] = (byte) 0xFF;
    segment[1] = (byte) 0xE5;
    segment[2] = (byte) (thumbnail.length + 2 >> 8);
    segment[3] = (byte) (thumbnail.length + 2);
    System.arraycopy(thumbnail, 0, segment, 4, thumbnail.length);
    byte[] whole = new byte[jpeg.length + segment.length];
    System.arraycopy(jpeg, 0, whole, 0, 2);
    System.arraycopy(segment, 0, whole, 2, segment.length);
    System.arraycopy(jpeg, 2, whole, 2 + segment.length, jpeg.length - 2);

    assertThat(decode("whole.jpg", whole).shape()).isEqualTo(new ImageShape(16, 32, 3));
    for (int missing : new int[] {1, 2, 30}) {
      assertThat(failure("half.jpg", Arrays.copyOf(whole, whole.length - missing)).problem())
          .isEqualTo(Problem.TRUNCATED);
    }
  }

  @Test
  void refuses_what_is_no_whole_image() {
    byte[] jpeg = encode(TinyPhotographs.corners(), "jpg");
    byte[] png = encode(TinyPhotographs.corners(), "png");

    assertThat(failure("t.jpg", Arrays.copyOf(jpeg, jpeg.length - 30)).problem())
        .isIn(Problem.TRUNCATED, Problem.CORRUPT);
    assertThat(failure("t.png", Arrays.copyOf(png, png.length - 20)).problem())
        .isIn(Problem.TRUNCATED, Problem.CORRUPT);
    assertThat(failure("t.jpg", new byte[0]).problem()).isEqualTo(Problem.CORRUPT);
    assertThat(failure("t.jpg", "<html>".getBytes()).actual()).isEqualTo("something else");
    for (int cut = 1; cut < jpeg.length; cut += 7) {
      byte[] part = Arrays.copyOf(jpeg, cut);
      assertThat(failure("t.jpg", part)).as("%d bytes", cut).isNotNull();
    }
  }

  @Test
  void damage_anywhere_is_told_in_words_for_people() throws IOException {
    for (String format : new String[] {"jpg", "png", "gif", "bmp"}) {
      byte[] whole = encode(TinyPhotographs.corners(), format);
      Path file = dir.resolve("damaged." + format);
      for (int at = 0; at < whole.length; at += 1 + whole.length / 150) {
        byte[] damaged = whole.clone();
        damaged[at] = (byte) ~damaged[at];
        Files.write(file, damaged);
        for (ThrowingCallable use :
            List.<ThrowingCallable>of(
                () -> ImageDecoder.size(file), () -> ImageDecoder.decode(file))) {
          Throwable e = catchThrowable(use);
          if (e != null) { // a changed pixel is no damage that can be told
            assertThat(e)
                .isInstanceOf(DataException.class)
                .hasMessageNotContainingAny("java.", "javax.", "Exception")
                .message()
                .doesNotEndWith("..");
          }
        }
      }
    }
  }

  @Test
  void refuses_a_header_that_states_too_much_before_it_takes_memory() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream ihdr = new DataOutputStream(header);
    ihdr.writeBytes("IHDR");
    ihdr.writeInt(30_000);
    ihdr.writeInt(30_000);
    ihdr.write(new byte[] {8, 2, 0, 0, 0});
    out.writeInt(13);
    out.write(header.toByteArray());
    CRC32 crc = new CRC32();
    crc.update(header.toByteArray());
    out.writeInt((int) crc.getValue());
    out.write(new byte[100]);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    DataException e = failure("bomb.png", bytes.toByteArray());

    assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE);
    assertThat(e.actual()).isEqualTo("30000x30000");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16 << 20);
  }

  private DataException failure(String name, byte[] content) {
    return catchThrowableOfType(DataException.class, () -> decode(name, content));
  }
}
