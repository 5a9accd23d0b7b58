package org.modaj.data.preview;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.LabelledDataset;
import org.modaj.data.SampleKind;
import org.modaj.data.Scaling;
import org.modaj.data.file.Causes;
import org.modaj.engine.batch.Batch;
import org.modaj.engine.batch.Epoch;

/**
 * A sheet of images of a data set, as a network gets them, with the names of their classes.
 *
 * <p>Classes take turns, so that a small sheet shows as many as it can.
 *
 * @param data the images
 * @param count how many, at most those there are
 * @param augmented whether they are changed as for training
 * @param seed of these changes
 */
public record ContactSheet(LabelledDataset data, int count, boolean augmented, long seed) {
  /** The most images of a sheet. */
  public static final int MOST_IMAGES = 1000;

  private static final int SMALLEST_CELL = 96;
  private static final int GAP = 6;
  private static final int TEXT_HEIGHT = 16;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  /**
   * Checks the number.
   *
   * @throws DataException if it is not 1 .. 1000, or the samples are no images
   */
  public ContactSheet {
    if (count < 1 || count > MOST_IMAGES) {
      throw new DataException(
          data.name(), Problem.BAD_ARGUMENT, "1 .. " + MOST_IMAGES + " images", "" + count, "");
    }
    if (data.kind() != SampleKind.IMAGES) {
      throw new DataException(
          data.name(), Problem.BAD_ARGUMENT, "images", data.kind().toString(), "");
    }
  }

  /** Returns the numbers of the images shown, row by row. */
  public int[] numbers() {
    int shown = Math.min(count, data.size());
    if (!data.hasClasses()) {
      return IntStream.range(0, shown).toArray();
    }
    int[][] ofClass = new int[data.classes()][];
    for (int c = 0; c < ofClass.length; c++) {
      int label = c;
      ofClass[c] =
          IntStream.range(0, data.size())
              .filter(i -> data.label(i) == label)
              .limit(shown)
              .toArray();
    }
    int[] numbers = new int[shown];
    int found = 0;
    for (int k = 0; found < shown; k++) {
      for (int c = 0; c < ofClass.length && found < shown; c++) {
        if (k < ofClass[c].length) {
          numbers[found++] = ofClass[c][k];
        }
      }
    }
    return numbers;
  }

  /**
   * Draws the sheet.
   *
   * @throws DataException if the system has no font to write names in
   */
  public BufferedImage draw() {
    int[] numbers = numbers();
    int[] shape = data.sampleShape();
    int scale = Math.max(1, Math.ceilDiv(SMALLEST_CELL, shape[1]));
    int columns = (int) Math.ceil(Math.sqrt(numbers.length));
    int rows = Math.ceilDiv(numbers.length, columns);
    int cellWidth = shape[1] * scale + GAP;
    int cellHeight = shape[0] * scale + TEXT_HEIGHT + GAP;
    BufferedImage sheet =
        new BufferedImage(
            columns * cellWidth + GAP, rows * cellHeight + GAP, BufferedImage.TYPE_INT_RGB);
    int[] white = new int[sheet.getWidth() * sheet.getHeight()];
    Arrays.fill(white, 0xFFFFFF);
    sheet.setRGB(0, 0, sheet.getWidth(), sheet.getHeight(), white, 0, sheet.getWidth());
    LabelledDataset chosen = data.samplesAt(numbers);
    var loader = chosen.loader().batchSize(numbers.length).seed(seed);
    if (augmented) {
      loader.augmentation(data.augmentation());
    }
    try (Epoch epoch = loader.build().epoch(0)) {
      Batch batch = epoch.next();
      for (int i = 0; i < numbers.length; i++) {
        int x = GAP + i % columns * cellWidth;
        int y = GAP + i / columns * cellHeight;
        paint(batch, i, scale, sheet, x, y);
        String name = data.hasClasses() ? data.classNames().get(data.label(numbers[i])) : "";
        write(name, sheet, x, y + shape[0] * scale, cellWidth - GAP);
      }
    }
    return sheet;
  }

  /** Returns the sheet as a PNG file. */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(draw(), "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void paint(Batch batch, int i, int scale, BufferedImage sheet, int left, int top) {
    int[] shape = data.sampleShape();
    Scaling scaling = data.scaling();
    float[] mean = scaling.mean();
    float[] std = scaling.std();
    int channels = shape[2];
    for (int y = 0; y < shape[0] * scale; y++) {
      for (int x = 0; x < shape[1] * scale; x++) {
        int at = ((i * shape[0] + y / scale) * shape[1] + x / scale) * channels;
        int rgb = 0;
        for (int k = 0; k < 3; k++) {
          int c = Math.min(k, channels - 1);
          rgb = rgb << 8 | PixelStatistics.pixel(batch.inputs()[at + c], mean[c], std[c]);
        }
        sheet.setRGB(left + x, top + y, rgb);
      }
    }
  }

  private void write(String name, BufferedImage sheet, int left, int top, int width) {
    if (name.isEmpty()) {
      return;
    }
    try {
      Graphics2D pen = sheet.createGraphics();
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setFont(FONT);
      pen.setColor(Color.BLACK);
      FontMetrics metrics = pen.getFontMetrics();
      String shown = name;
      while (metrics.stringWidth(shown) > width && shown.length() > 2) {
        shown = shown.substring(0, shown.length() - 2) + "…";
      }
      pen.drawString(shown, left, top + metrics.getAscent() + 1);
      pen.dispose();
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new DataException(
          data.name(),
          Problem.UNSUPPORTED,
          "a font to write the names of classes in",
          Causes.said(e),
          "Install a font and fontconfig.",
          e);
    }
  }
}
