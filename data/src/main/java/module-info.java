/**
 * Data sets: readers, transforms, loaders, downloads and the embedded generated data; and trained
 * networks that answer for images and values as they are.
 */
module org.modaj.data {
  requires transitive org.modaj.engine;
  requires transitive org.modaj.nn;
  requires transitive java.desktop;
  requires com.drew.metadata;
  requires com.twelvemonkeys.imageio.jpeg;
  requires org.apache.commons.compress;
  requires org.apache.commons.csv;
  requires us.hebi.matlab.mat.mfl.core;
  requires static transitive org.jspecify;

  exports org.modaj.data.catalog;
  exports org.modaj.data.cifar;
  exports org.modaj.data.embedded;
  exports org.modaj.data.fetch;
  exports org.modaj.data.file;
  exports org.modaj.data.folder;
  exports org.modaj.data.idx;
  exports org.modaj.data.optdigits;
  exports org.modaj.data.predict;
  exports org.modaj.data.preview;
  exports org.modaj.data.svhn;
  exports org.modaj.data.table;
  exports org.modaj.data.text;
  exports org.modaj.data.transform;
  exports org.modaj.data.vowels;
  exports org.modaj.data;
}
