package org.modaj.data.cifar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.ImageShape;

/**
 * The images of some CIFAR-10 batch files, one file after the other.
 *
 * <p>A file is a sequence of records without header or trailer: one byte with the label, 0 .. 9,
 * then 1024 bytes of red, 1024 of green, 1024 of blue, each plane row by row. Here the three values
 * of a pixel come together (HWC).
 */
final class CifarRecords {
  static final ImageShape SHAPE = new ImageShape(32, 32, 3);
  static final int CLASSES = 10;
  static final int RECORD_BYTES = 1 + SHAPE.size();

  private static final int CHUNK_RECORDS = 64;

  private final List<String> files;
  private final int recordsPerFile;
  private final byte[] pixels;
  private final int[] labels;

  CifarRecords(List<String> files, int recordsPerFile) {
    this.files = files;
    this.recordsPerFile = recordsPerFile;
    this.pixels = new byte[files.size() * recordsPerFile * SHAPE.size()];
    this.labels = new int[files.size() * recordsPerFile];
  }

  List<String> files() {
    return files;
  }

  byte[] pixels() {
    return pixels;
  }

  int[] labels() {
    return labels;
  }

  /**
   * Reads the records of one of the files.
   *
   * @param where what messages call the file
   * @param bytes the size of the file, as far as its folder or archive knows
   * @throws DataException if the size is not as it must be, or a label is out of range
   */
  void read(String file, String where, long bytes, InputStream in) throws IOException {
    checkSize(where, bytes);
    int image = files.indexOf(file) * recordsPerFile;
    byte[] chunk = new byte[CHUNK_RECORDS * RECORD_BYTES];
    for (int done = 0; done < recordsPerFile; ) {
      int records = Math.min(CHUNK_RECORDS, recordsPerFile - done);
      int read = in.readNBytes(chunk, 0, records * RECORD_BYTES);
      if (read < records * RECORD_BYTES) {
        throw new EOFException("after " + ((long) done * RECORD_BYTES + read) + " bytes");
      }
      for (int k = 0; k < records; k++) {
        decode(chunk, k * RECORD_BYTES, image + done + k, where, done + k);
      }
      done += records;
    }
  }

  private void decode(byte[] chunk, int at, int image, String where, int record) {
    int label = chunk[at] & 0xFF;
    if (label >= CLASSES) {
      throw new DataException(
          where,
          Problem.BAD_LABEL,
          "labels 0 .. " + (CLASSES - 1),
          label + " in record " + record + " (offset " + (long) record * RECORD_BYTES + ")",
          "The file is damaged or not a CIFAR-10 batch.");
    }
    labels[image] = label;
    int plane = SHAPE.height() * SHAPE.width();
    int out = image * SHAPE.size();
    for (int p = at + 1; p < at + 1 + plane; p++) {
      pixels[out++] = chunk[p];
      pixels[out++] = chunk[p + plane];
      pixels[out++] = chunk[p + 2 * plane];
    }
  }

  private void checkSize(String where, long bytes) {
    long needed = (long) recordsPerFile * RECORD_BYTES;
    if (bytes != needed) {
      String records =
          bytes % RECORD_BYTES == 0
              ? bytes / RECORD_BYTES + " records"
              : "not a whole number of records";
      throw new DataException(
          where,
          bytes < needed ? Problem.TRUNCATED : Problem.WRONG_SIZE,
          needed + " bytes (" + recordsPerFile + " records of " + RECORD_BYTES + ")",
          bytes + " bytes (" + records + ")",
          "Extract or download it again.");
    }
  }
}
