package org.modaj.data.folder;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.modaj.data.Image;
import org.modaj.data.ImageShape;
import org.modaj.data.Normalization;
import org.modaj.data.SampleKind;
import org.modaj.data.Samples;
import org.modaj.data.Scaling;
import org.modaj.data.transform.Augmentation;
import org.modaj.data.transform.CenterCrop;
import org.modaj.data.transform.Draws;
import org.modaj.data.transform.ImageTransform;
import org.modaj.engine.random.CounterRandom;

/**
 * Images in files, decoded when they are needed.
 *
 * <p>As they are, images are resized so that the shorter side is 8/7 of the wanted size (256 for
 * 224), and the middle is taken. An augmentation that gives a size of its own, such as a random
 * resized crop, takes the decoded image; any other one takes the middle.
 */
final class FileSamples implements Samples {
  private static final int MOST_THREADS = 4;

  private final FolderFiles files;
  private final int size;
  private final Normalization normalization;
  private final DecodedImages memory;
  private final AtomicReferenceArray<Image> decoded;

  /** Sample i is file {@code rows[i]}. */
  private final int[] rows;

  /**
   * The files, and what is known about them.
   *
   * @param root the folder that the names are relative to
   * @param names of the files
   * @param bytes of the files
   */
  record FolderFiles(Path root, List<String> names, long[] bytes) {}

  FileSamples(FolderFiles files, int size, Normalization normalization, DecodedImages memory) {
    this(
        files,
        size,
        normalization,
        memory,
        new AtomicReferenceArray<>(files.names().size()),
        IntStream.range(0, files.names().size()).toArray());
  }

  private FileSamples(
      FolderFiles files,
      int size,
      Normalization normalization,
      DecodedImages memory,
      AtomicReferenceArray<Image> decoded,
      int[] rows) {
    this.files = files;
    this.size = size;
    this.normalization = normalization;
    this.memory = memory;
    this.decoded = decoded;
    this.rows = rows;
  }

  @Override
  public SampleKind kind() {
    return SampleKind.IMAGES;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int[] shape() {
    return new int[] {size, size, 3};
  }

  @Override
  public Samples scaledAs(Scaling scaling) {
    return scaling instanceof Normalization other && other.channels() == normalization.channels()
        ? new FileSamples(files, size, other, memory, decoded, rows)
        : Samples.super.scaledAs(scaling);
  }

  @Override
  public Normalization scaling() {
    return normalization;
  }

  @Override
  public Samples part(int[] indices) {
    int[] part = IntStream.of(indices).map(i -> rows[i]).toArray();
    return new FileSamples(files, size, normalization, memory, decoded, part);
  }

  /** Returns an image as it is in its file. */
  Image image(int index) {
    int row = rows[index];
    Image kept = decoded.get(row);
    if (kept != null) {
      return kept;
    }
    Image image = ImageDecoder.decode(files.root().resolve(files.names().get(row)));
    if (memory.take(image.values().length)) {
      decoded.set(row, image);
    }
    return image;
  }

  @Override
  public SampleWriter writer(Augmentation augmentation, CounterRandom draws) {
    ImageShape shape = new ImageShape(size, size, 3);
    ImageTransform middle = CenterCrop.ofResized(size);
    Draws none = new Draws(draws, 0);
    return (sample, out, at) -> {
      Image image = image(sample);
      Image given = augmentation.fixesSize() ? image : middle.apply(image, none);
      augmentation.write(given, shape, normalization, draws, sample, out, at);
      return 0;
    };
  }

  @Override
  public int writers() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of files, their names and sizes count, not their contents: a data set of this kind may have
   * many gigabytes.
   */
  @Override
  public void digest(MessageDigest digest, int classes, int[] labels) {
    digest.update(ByteBuffer.allocate(12).putInt(size()).putInt(size).putInt(classes).array());
    for (int i = 0; i < rows.length; i++) {
      digest.update(files.names().get(rows[i]).getBytes(StandardCharsets.UTF_8));
      digest.update(
          ByteBuffer.allocate(12).putLong(files.bytes()[rows[i]]).putInt(labels[i]).array());
    }
  }

  @Override
  public Object memory() {
    return memory;
  }

  @Override
  public long bytes() {
    return memory.bytes();
  }

  @Override
  public String describe() {
    return size() + " images in files, as " + size + "x" + size + "x3";
  }
}
