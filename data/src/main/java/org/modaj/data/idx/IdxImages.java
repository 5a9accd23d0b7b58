package org.modaj.data.idx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSource;
import org.modaj.data.DataSplit;
import org.modaj.data.ImageShape;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.OfficialFile;
import org.modaj.data.ReadOptions;
import org.modaj.data.SampleKind;
import org.modaj.data.file.DataFile;

/**
 * MNIST (LeCun et al. 1998) and Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): 70,000 grey images
 * of 28x28 pixels in ten classes.
 *
 * <p>They are read from the official files {@code train-images-idx3-ubyte.gz}, {@code
 * train-labels-idx1-ubyte.gz}, {@code t10k-images-idx3-ubyte.gz} and {@code
 * t10k-labels-idx1-ubyte.gz}, or from these unpacked, in a folder of their own or in {@code mnist}
 * or {@code fashion-mnist} below it.
 */
public final class IdxImages implements DataSource {
  private static final int CLASSES = 10;
  private static final String[] FILES = {
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
  };

  private final String name;
  private final String description;
  private final Normalization normalization;
  private final List<String> classNames;
  private final List<String> addresses;
  private final String[] sha256;
  private final long[] bytes;

  private IdxImages(
      String name,
      String description,
      Normalization normalization,
      List<String> classNames,
      List<String> addresses,
      String[] sha256,
      long... bytes) {
    this.name = name;
    this.description = description;
    this.normalization = normalization;
    this.classNames = classNames;
    this.addresses = addresses;
    this.sha256 = sha256;
    this.bytes = bytes;
  }

  /** Returns the handwritten digits. */
  public static IdxImages mnist() {
    return new IdxImages(
        "mnist",
        "70,000 grey images of 28x28 pixels: handwritten digits",
        Normalization.of(new float[] {0.1307f}, new float[] {0.3081f}),
        IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList(),
        List.of(
            "https://yann.lecun.com/exdb/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/"),
        new String[] {
          "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
          "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
          "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
          "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"
        },
        9_912_422,
        28_881,
        1_648_877,
        4_542);
  }

  /** Returns the clothes. */
  public static IdxImages fashionMnist() {
    return new IdxImages(
        "fashion-mnist",
        "70,000 grey images of 28x28 pixels: clothes in 10 classes",
        Normalization.of(new float[] {0.2860f}, new float[] {0.3530f}),
        List.of(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot"),
        List.of("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        new String[] {
          "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
          "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
          "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
          "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"
        },
        26_421_880,
        29_515,
        4_422_102,
        5_148);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SampleKind kind() {
    return SampleKind.IMAGES;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public String layout() {
    return "train- and t10k-images-idx3-ubyte.gz and the -labels-idx1-ubyte.gz";
  }

  @Override
  public String folder() {
    return name;
  }

  @Override
  public List<OfficialFile> files() {
    List<OfficialFile> files = new ArrayList<>();
    for (int i = 0; i < FILES.length; i++) {
      String file = FILES[i] + ".gz";
      files.add(
          new OfficialFile(
              file, addresses.stream().map(a -> a + file).toList(), bytes[i], sha256[i], null));
    }
    return files;
  }

  @Override
  public DataSplit load(ReadOptions options) {
    Path folder = locate(options);
    return new DataSplit(name, read(folder, "train", 0), read(folder, "test", 2));
  }

  @Override
  public LabelledDataset loadTest(ReadOptions options) {
    return read(locate(options), "test", 2);
  }

  private Path locate(ReadOptions options) {
    Path dataDir = options.requireFolder(name, layout());
    for (Path folder : new Path[] {dataDir.resolve(name), dataDir}) {
      for (String file : FILES) {
        if (DataFile.first(folder, file + ".gz", file).isPresent()) {
          return folder;
        }
      }
    }
    throw new DataException(
        dataDir.toString(),
        Problem.MISSING,
        layout() + ", here or in " + name,
        Files.isDirectory(dataDir) ? "a folder without" : "no such folder",
        "Download them with: data fetch " + name);
  }

  private LabelledDataset read(Path folder, String split, int first) {
    Path imagesFile = file(folder, FILES[first]);
    Path labelsFile = file(folder, FILES[first + 1]);
    IdxFile images = IdxFile.read(imagesFile, 3);
    IdxFile labels = IdxFile.read(labelsFile, 1);
    int[] sizes = images.sizes();
    if (sizes[0] != labels.sizes()[0]) {
      throw new DataException(
          labelsFile.toString(),
          Problem.WRONG_SIZE,
          sizes[0] + " labels, as many as there are images",
          labels.sizes()[0] + " labels",
          "Are the two files of one data set?");
    }
    int[] classes = new int[sizes[0]];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = labels.bytes()[i] & 0xFF;
      if (classes[i] >= CLASSES) {
        throw new DataException(
            labelsFile.toString(),
            Problem.BAD_LABEL,
            "labels 0 .. " + (CLASSES - 1),
            classes[i] + " at image " + i,
            "Is this the file of another data set?");
      }
    }
    ImageShape shape = new ImageShape(sizes[1], sizes[2], 1);
    return LabelledDataset.images(name + "/" + split, shape, images.bytes(), normalization)
        .classes(classes, classNames)
        .build();
  }

  private Path file(Path folder, String file) {
    return DataFile.first(folder, file + ".gz", file).orElse(folder.resolve(file + ".gz"));
  }
}
