package org.modaj.interop.numpy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of an array's elements: a Python dictionary as text.
 *
 * @param kind {@code f}, {@code i}, {@code u} or {@code b}
 * @param bytes of an element
 * @param bigEndian whether its most significant byte comes first
 * @param columnsFirst whether the first index runs fastest
 * @param shape sizes, outermost first
 */
record NumpyHeader(char kind, int bytes, boolean bigEndian, boolean columnsFirst, int[] shape) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  static final int MAX_BYTES = 1 << 16;

  private static final int ALIGNMENT = 64;
  private static final Pattern TYPE =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>|=])([fiub])(\\d)['\"]");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");
  private static final Pattern SIZE = Pattern.compile("\\d{1,10}");

  /** Parses the text; null when it describes no array of numbers. */
  static @Nullable NumpyHeader parse(String text) {
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!type.find() || !order.find() || !shape.find()) {
      return null;
    }
    List<Integer> sizes = new ArrayList<>();
    for (String size : shape.group(1).split(",", -1)) {
      String number = size.strip();
      if (number.isEmpty()) {
        continue;
      }
      if (!SIZE.matcher(number).matches() || Long.parseLong(number) > Integer.MAX_VALUE) {
        return null;
      }
      sizes.add(Integer.parseInt(number));
    }
    return new NumpyHeader(
        type.group(2).charAt(0),
        Integer.parseInt(type.group(3)),
        type.group(1).equals(">"),
        order.group(1).equals("True"),
        sizes.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The number of elements, or -1 when it is more than an array can hold. */
  int elements() {
    long count = 1;
    for (int size : shape) {
      if (size == 0) {
        return 0;
      }
    }
    for (int size : shape) {
      count *= size;
      if (count > Integer.MAX_VALUE - 8) {
        return -1;
      }
    }
    return (int) count;
  }

  /** Magic, version 1.0, length and text, padded so that the elements begin at a multiple of 64. */
  static byte[] write(String type, int... shape) {
    StringBuilder sizes = new StringBuilder();
    for (int i = 0; i < shape.length; i++) {
      sizes.append(i == 0 ? "" : " ").append(shape[i]).append(',');
    }
    if (shape.length > 1) {
      sizes.setLength(sizes.length() - 1);
    }
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
    int before = MAGIC.length + 2 + Short.BYTES;
    int length = (before + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] header = new byte[length];
    Arrays.fill(header, (byte) ' ');
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[MAGIC.length] = 1;
    header[MAGIC.length + 1] = 0;
    int textLength = length - before;
    header[MAGIC.length + 2] = (byte) textLength;
    header[MAGIC.length + 3] = (byte) (textLength >> 8);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, before, bytes.length);
    header[length - 1] = '\n';
    return header;
  }
}
