package org.modaj.interop.numpy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.Printable;
import org.modaj.engine.io.StoredTensor;

/** Arrays in NumPy's format, read from a stream and turned into bytes. */
final class NumpyArray {
  private static final String HINT =
      "Save it with numpy.save(path, array) from an array of floats, integers or booleans";

  private NumpyArray() {}

  /**
   * Reads an array.
   *
   * @param name of the array in the file, for messages; null when it is the file
   * @param available the most bytes that the stream can give; no more is allocated
   */
  static StoredTensor read(Path file, @Nullable String name, InputStream in, long available)
      throws IOException {
    String what = name == null ? "" : "array " + Printable.quoted(name) + ": ";
    byte[] start = in.readNBytes(NumpyHeader.MAGIC.length + 2);
    if (start.length < NumpyHeader.MAGIC.length + 2
        || !Arrays.equals(
            start, 0, NumpyHeader.MAGIC.length, NumpyHeader.MAGIC, 0, NumpyHeader.MAGIC.length)) {
      throw bad(file, what + "it does not begin as NumPy's arrays do");
    }
    int lengthBytes = start[NumpyHeader.MAGIC.length] == 1 ? Short.BYTES : Integer.BYTES;
    byte[] lengthText = in.readNBytes(lengthBytes);
    long length = 0;
    for (int i = lengthText.length - 1; i >= 0; i--) {
      length = length << Byte.SIZE | lengthText[i] & 0xFF;
    }
    if (lengthText.length < lengthBytes || length > NumpyHeader.MAX_BYTES) {
      throw bad(file, what + "its header of " + length + " bytes is no NumPy header");
    }
    byte[] text = in.readNBytes((int) length);
    NumpyHeader header = NumpyHeader.parse(new String(text, StandardCharsets.ISO_8859_1));
    if (text.length < length || header == null) {
      throw bad(
          file,
          what
              + "its header describes no array of numbers: "
              + Printable.line(new String(text, StandardCharsets.ISO_8859_1).strip()));
    }
    int elements = header.elements();
    long bytes = (long) elements * header.bytes();
    if (elements < 0 || bytes > available || bytes > Integer.MAX_VALUE - 8) {
      throw bad(
          file,
          what
              + "an array "
              + Arrays.toString(header.shape())
              + " of "
              + header.bytes()
              + " bytes an element does not fit into the file");
    }
    byte[] data = in.readNBytes((int) bytes);
    if (data.length < bytes) {
      throw new EOFException();
    }
    StoredTensor tensor = tensor(header, data, elements);
    if (tensor == null) {
      throw bad(
          file,
          what + "elements of the type '" + header.kind() + header.bytes() + "' are not supported");
    }
    return tensor;
  }

  static FileFormatException bad(Path file, String problem) {
    return new FileFormatException(file, FileFormatException.NO_OFFSET, problem, HINT);
  }

  /** Index into the stored elements for element {@code i} in row-major order. */
  private static int[] order(NumpyHeader header, int elements) {
    int[] order = new int[elements];
    int[] shape = header.shape();
    for (int i = 0; i < elements; i++) {
      if (!header.columnsFirst()) {
        order[i] = i;
        continue;
      }
      int rest = i;
      int[] index = new int[shape.length];
      for (int a = shape.length - 1; a >= 0; a--) {
        index[a] = rest % shape[a];
        rest /= shape[a];
      }
      int at = 0;
      for (int a = shape.length - 1; a >= 0; a--) {
        at = at * shape[a] + index[a];
      }
      order[i] = at;
    }
    return order;
  }

  private static @Nullable StoredTensor tensor(NumpyHeader header, byte[] data, int elements) {
    ByteBuffer in =
        ByteBuffer.wrap(data)
            .order(header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int[] at = order(header, elements);
    int[] shape = header.shape();
    switch ("" + header.kind() + header.bytes()) {
      case "f4" -> {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = in.getFloat(4 * at[i]);
        }
        return StoredTensor.ofFloats(values, shape);
      }
      case "f8" -> {
        double[] values = new double[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = in.getDouble(8 * at[i]);
        }
        return StoredTensor.ofDoubles(values, shape);
      }
      case "f2" -> {
        short[] values = new short[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = in.getShort(2 * at[i]);
        }
        return StoredTensor.ofHalves(values, shape);
      }
      case "i8", "u8", "u4" -> {
        long[] values = new long[elements];
        for (int i = 0; i < elements; i++) {
          values[i] =
              header.bytes() == 4 ? in.getInt(4 * at[i]) & 0xFFFFFFFFL : in.getLong(8 * at[i]);
          if (header.kind() == 'u' && values[i] < 0) {
            return null;
          }
        }
        return StoredTensor.ofLongs(values, shape);
      }
      case "i4", "i2", "i1", "u2" -> {
        int[] values = new int[elements];
        for (int i = 0; i < elements; i++) {
          values[i] =
              switch (header.bytes()) {
                case 4 -> in.getInt(4 * at[i]);
                case 2 ->
                    header.kind() == 'u' ? in.getShort(2 * at[i]) & 0xFFFF : in.getShort(2 * at[i]);
                default -> in.get(at[i]);
              };
        }
        return StoredTensor.ofInts(values, shape);
      }
      case "u1", "b1" -> {
        byte[] values = new byte[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = in.get(at[i]);
          if (header.kind() == 'b' && values[i] != 0) {
            values[i] = 1;
          }
        }
        return header.kind() == 'b'
            ? StoredTensor.ofBooleans(values, shape)
            : StoredTensor.ofBytes(values, shape);
      }
      default -> {
        return null;
      }
    }
  }

  /** The array as NumPy stores it, header and elements. */
  static byte[] bytes(StoredTensor tensor) {
    String type =
        switch (tensor.dtype()) {
          case F32, BF16 -> "<f4";
          case F64 -> "<f8";
          case F16 -> "<f2";
          case I64 -> "<i8";
          case I32 -> "<i4";
          case U8 -> "|u1";
          case BOOL -> "|b1";
        };
    byte[] header = NumpyHeader.write(type, tensor.shape());
    int width = type.charAt(2) - '0';
    ByteBuffer out =
        ByteBuffer.allocate(Math.addExact(header.length, Math.multiplyExact(width, tensor.size())))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(header);
    switch (tensor.dtype()) {
      case F32, BF16 -> out.asFloatBuffer().put(tensor.toFloats());
      case F64 -> out.asDoubleBuffer().put(tensor.doubles());
      case F16 -> out.asShortBuffer().put(tensor.halfBits());
      case I64 -> out.asLongBuffer().put(tensor.longs());
      case I32 -> out.asIntBuffer().put(tensor.ints());
      case U8, BOOL -> out.put(tensor.bytes());
    }
    return out.array();
  }
}
