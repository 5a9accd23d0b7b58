package org.modaj.data.cifar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/**
 * The images of some batch files, one file after the other. The three values of a pixel come
 * together (HWC).
 *
 * <p>A file may have at most 100,000 records, 307 MB; the official ones have 10,000 or 50,000.
 */
final class CifarRecords {
  /** Stands for a number of records that the length of a file tells. */
  static final int BY_LENGTH = -1;

  private static final int MOST_RECORDS = 100_000;
  private static final int CHUNK_RECORDS = 64;

  private final CifarFormat format;
  private final List<String> files;
  private final int recordsPerFile;
  private final int imageBytes = CifarFormat.SHAPE.size();
  private final byte[][] pixels;
  private final int[][][] labels;

  /**
   * Prepares to read.
   *
   * @param recordsPerFile how many each file must have, or {@link #BY_LENGTH}
   */
  CifarRecords(CifarFormat format, List<String> files, int recordsPerFile) {
    this.format = format;
    this.files = files;
    this.recordsPerFile = recordsPerFile;
    this.pixels = new byte[files.size()][];
    this.labels = new int[files.size()][][];
  }

  List<String> files() {
    return files;
  }

  /** The pixels of all files; what was read is given away. */
  byte[] pixels() {
    if (pixels.length == 1) {
      return pixels[0];
    }
    int size = 0;
    for (byte[] part : pixels) {
      size += part.length;
    }
    byte[] all = new byte[size];
    int at = 0;
    for (int i = 0; i < pixels.length; i++) {
      System.arraycopy(pixels[i], 0, all, at, pixels[i].length);
      at += pixels[i].length;
      pixels[i] = new byte[0];
    }
    return all;
  }

  /** One label of all records. */
  int[] labels(int which) {
    return Arrays.stream(labels).flatMapToInt(file -> Arrays.stream(file[which])).toArray();
  }

  /**
   * Reads the records of one of the files.
   *
   * @param where what messages call the file
   * @param bytes the size of the file, as far as its folder or archive knows
   * @throws DataException if the size is not as it must be, or a label is out of range
   */
  void read(String file, String where, long bytes, InputStream in) throws IOException {
    int records = records(where, bytes);
    int recordBytes = format.recordBytes();
    byte[] images = new byte[records * imageBytes];
    int[][] ofFile = new int[format.labels().size()][records];
    byte[] chunk = new byte[CHUNK_RECORDS * recordBytes];
    for (int done = 0; done < records; ) {
      int count = Math.min(CHUNK_RECORDS, records - done);
      int read = in.readNBytes(chunk, 0, count * recordBytes);
      if (read < count * recordBytes) {
        throw new EOFException("after " + ((long) done * recordBytes + read) + " bytes");
      }
      for (int k = 0; k < count; k++) {
        for (int which = 0; which < ofFile.length; which++) {
          ofFile[which][done + k] = label(chunk, k * recordBytes, which, where, done + k);
        }
        interleave(chunk, k * recordBytes + ofFile.length, images, (done + k) * imageBytes);
      }
      done += count;
    }
    int place = files.indexOf(file);
    pixels[place] = images;
    labels[place] = ofFile;
  }

  private int label(byte[] chunk, int at, int which, String where, int record) {
    int classes = format.labels().get(which).classes();
    int label = chunk[at + which] & 0xFF;
    if (label >= classes) {
      long offset = (long) record * format.recordBytes() + which;
      throw new DataException(
          where,
          Problem.BAD_LABEL,
          "labels 0 .. " + (classes - 1),
          label + " in record " + record + " (offset " + offset + ")",
          "The file is damaged or not a batch of " + format.title() + ".");
    }
    return label;
  }

  private static void interleave(byte[] chunk, int at, byte[] images, int to) {
    int plane = CifarFormat.SHAPE.height() * CifarFormat.SHAPE.width();
    int out = to;
    for (int p = at; p < at + plane; p++) {
      images[out++] = chunk[p];
      images[out++] = chunk[p + plane];
      images[out++] = chunk[p + 2 * plane];
    }
  }

  private int records(String where, long bytes) {
    int recordBytes = format.recordBytes();
    boolean whole = bytes % recordBytes == 0;
    long records = bytes / recordBytes;
    if (recordsPerFile == BY_LENGTH) {
      if (!whole || records < 1 || records > MOST_RECORDS) {
        throw new DataException(
            where,
            whole && records > MOST_RECORDS ? Problem.TOO_LARGE : Problem.WRONG_SIZE,
            "1 .. " + MOST_RECORDS + " records of " + recordBytes + " bytes",
            bytes
                + " bytes ("
                + (whole ? records + " records" : "not a whole number of records")
                + ")",
            "Extract or download it again.");
      }
      return (int) records;
    }
    long needed = (long) recordsPerFile * recordBytes;
    if (bytes != needed) {
      throw new DataException(
          where,
          bytes < needed ? Problem.TRUNCATED : Problem.WRONG_SIZE,
          needed + " bytes (" + recordsPerFile + " records of " + recordBytes + ")",
          bytes
              + " bytes ("
              + (whole ? records + " records" : "not a whole number of records")
              + ")",
          "Extract or download it again.");
    }
    return recordsPerFile;
  }
}
