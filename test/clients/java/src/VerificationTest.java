import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.amazon.ion.IonBlob;
import com.amazon.ion.IonList;
import com.amazon.ion.IonString;
import com.amazon.ion.IonStruct;
import com.amazon.ion.IonValue;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.qldb.QldbClient;
import software.amazon.awssdk.services.qldb.model.GetRevisionRequest;
import software.amazon.qldb.QldbHash;

/** Digest and proofs, verified with the hash of AWS's driver. */
class VerificationTest {
  private static final String LEDGER = "java-verification";
  private static IonStruct committed;

  @BeforeAll
  static void write() throws Exception {
    try (var driver = Clients.driver(Clients.createLedger(LEDGER)).build()) {
      var table = Clients.createTable(driver);
      for (var n = 0; n < 5; n++) {
        Clients.execute(driver, "INSERT INTO " + table + " ?", Clients.ion("{n: " + n + ", price: 4.50}"));
      }
      committed = Clients.struct(Clients.execute(driver, "SELECT * FROM _ql_committed_" + table + " AS c WHERE c.data.n = 2").get(0));
    }
  }

  @Test
  void aRevisionLeadsToTheDigestAndAChangedOneDoesNot() {
    try (QldbClient qldb = Clients.controlPlane()) {
      var digest = qldb.getDigest(request -> request.name(LEDGER));
      var answer = qldb.getRevision(GetRevisionRequest.builder()
          .name(LEDGER)
          .documentId(((IonString) ((IonStruct) committed.get("metadata")).get("id")).stringValue())
          .blockAddress(address -> address.ionText(committed.get("blockAddress").toString()))
          .digestTipAddress(digest.digestTipAddress())
          .build());
      var revision = Clients.struct(Clients.ion(answer.revision().ionText()));
      var proof = (IonList) Clients.ion(answer.proof().ionText());
      assertEquals(committed, revision);
      assertArrayEquals(digest.digest().asByteArray(), fold(revision, proof));
      Clients.struct(revision.get("data")).put("price", Clients.ion("4.5"));
      assertFalse(Arrays.equals(digest.digest().asByteArray(), fold(revision, proof)));
    }
  }

  private static byte[] fold(IonStruct revision, IonList proof) {
    var hash = hash(revision.get("metadata")).dot(hash(revision.get("data")));
    for (var sibling : proof) {
      hash = hash.dot(new QldbHash(((IonBlob) sibling).getBytes(), Clients.ION));
    }
    return hash.getQldbHash();
  }

  private static QldbHash hash(IonValue value) {
    return QldbHash.toQldbHash(value, Clients.ION);
  }
}
