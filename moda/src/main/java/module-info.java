/** MODA: modular training, slicing, composing and measuring modules. */
module org.modaj.moda {
  requires transitive org.modaj.nn;
  requires com.google.gson;
  requires static transitive org.jspecify;

  exports org.modaj.moda;
  exports org.modaj.moda.activity;
  exports org.modaj.moda.baseline;
  exports org.modaj.moda.objective;
  exports org.modaj.moda.replace;
  exports org.modaj.moda.reuse;
  exports org.modaj.moda.slice;
}
