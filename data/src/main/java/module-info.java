/** Data sets: readers, transforms, loaders and the embedded generated data. */
module org.modaj.data {
  requires transitive org.modaj.engine;
  requires org.apache.commons.compress;
  requires static org.jspecify;

  exports org.modaj.data;
  exports org.modaj.data.cifar;
  exports org.modaj.data.embedded;
  exports org.modaj.data.loader;
  exports org.modaj.data.vowels;
}
