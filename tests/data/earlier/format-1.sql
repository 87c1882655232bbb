-- An index as commit 28f1c49 wrote it, the last of format 1: one file of one statement, the embedder of the tests.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO meta VALUES('build',1);
INSERT INTO meta VALUES('rebuilding',0);
INSERT INTO meta VALUES('revision',2);
INSERT INTO meta VALUES('schema',1);
CREATE TABLE builds (
    number INTEGER PRIMARY KEY,
    model TEXT NOT NULL, fingerprint TEXT NOT NULL, segmentation TEXT NOT NULL,
    dim INTEGER NOT NULL, token_dim INTEGER NOT NULL
);
INSERT INTO builds VALUES(1,'hash','hash-64-v1','points-5',64,64);
CREATE TABLE sources (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL, path TEXT NOT NULL, place TEXT NOT NULL,
    absolute TEXT NOT NULL, sha256 TEXT NOT NULL,
    UNIQUE (collection, place)
);
INSERT INTO sources VALUES(1,'sample','kazakhstan-protection-of-civilians.txt','kazakhstan-protection-of-civilians.txt','/srv/records/kazakhstan-protection-of-civilians.txt','ee46f85a09104afad7c780efddc869ad26e82d08746d16c7f84ae5e69ef4e6d8');
CREATE TABLE statements (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source INTEGER NOT NULL REFERENCES sources (number),
    build INTEGER NOT NULL,
    key TEXT NOT NULL, url TEXT, content_sha TEXT NOT NULL,
    speaker TEXT, role TEXT, delegation TEXT, delegation_name TEXT, capacity TEXT NOT NULL,
    meeting TEXT, date TEXT, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,
    topic TEXT, organ TEXT, language TEXT, sequence INTEGER, procedural INTEGER NOT NULL,
    on_behalf_of TEXT, flags TEXT NOT NULL
);
INSERT INTO statements VALUES(1,'88b7d8ac705de540',1,1,'',NULL,'ffd6b75111372fd5367aea53ed2c78598ae9637cfa3f3dc1106d207fc73e9359','Mr. Umarov',NULL,'KAZ','Kazakhstan','national',NULL,NULL,0,0,NULL,NULL,NULL,NULL,0,NULL,'[]');
CREATE TABLE texts (
    statement INTEGER PRIMARY KEY REFERENCES statements (number) ON DELETE CASCADE,
    text TEXT NOT NULL, paragraphs TEXT NOT NULL, sentences TEXT NOT NULL, points TEXT NOT NULL
);
INSERT INTO texts VALUES(1,'We must also actively use innovative practical tools, including unarmed civilian protection. Civilians must be spared. We thank the Secretary-General for his report.','[]','[[0,92],[93,118],[119,165]]','[[1,"point",0,165]]');
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    statement INTEGER NOT NULL REFERENCES statements (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, point INTEGER NOT NULL, kind INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, text_sha BLOB NOT NULL
);
INSERT INTO passages VALUES(1,'5247cc4b938a4236',1,0,1,0,0,165,X'db00f079bf7c134e304334d8c248ca6decc1f6c6cdf83e28d774b835a47962d0');
CREATE TABLE vectors (
    row INTEGER PRIMARY KEY REFERENCES passages (row) ON DELETE CASCADE, vector BLOB NOT NULL
);
INSERT INTO vectors VALUES(1,X'62b5093e312486bdf5da093e18260ebefe2f053e34080b3d2b4cdabd404813beef99573e0d220fbd68b4e73dfc19efbde733b3bc5548cabdd18b21bd793cb5baa4c09cbadb30283eef8a8f3d0b072c3db9f4c2bc578560bc1e0f32be1564fdbb7d0f153e0dd234bdc254b9be7f378d3e75ae5bbce12f653e3ffd683dcfc103be6dd2883dbb2c90bb170c6abb7cb7cdbd792dddbd8fcf90bd723112beb363413ee73dc93db72d4dbec637ef3d0eda15bdfba21cbefcd4adbd2b5f953dcdf130bdaa380bbdc41c413df979f2bbc2cc13be69b64fbdce55433db40adc3de7ad34be20ea2a3ee23f083d7721c7bd6ec85cbe5efa4a3e1984143e7faa34be7bb16bbd');
CREATE TABLE tokens (
    row INTEGER PRIMARY KEY REFERENCES passages (row) ON DELETE CASCADE, codes BLOB NOT NULL
);
INSERT INTO tokens VALUES(1,X'18091f03fcfff6f303f9fd1e180202f4fc1ffc1706fbec0205f7ee141201eefdf814020ef20cf1ddfe1709f6e012fd06effee8e9060613110802ff0bff14290620defff1fcef1aee0b0ff803f7011011edf3f2fbeff5f4131005e50ff60a050f1604f609db12f71312f21706fef1fde6f7f10cff020cf8df0a0604f10cfa18ec0cfc13060301fe00170603ec04fff002f9fa180c08f91208f4f6f905fdf408fa24170af016ef07131ef4f9dee6f4fff0f1f805f808f9fe0a0cebf0ec2a13fcd6fc2210e5fd1b17f60a0e01e910ec05090702fbece50f00f9f8f9ef0eef09040d23f801ff0eeaf902e40cf40911f51be8100afeeee30405fbe70d04ebf917f6fc01faf3f60bfc110f181afcd807d6060e0cfefdf9f2ecfc0006f0f214ed17f0030a060c18faf4f0f3eefd00f40b0fec08fcfb041812fc010416080cf5f3d5f21ae8fcf90cfd1600e5fb0111f2f90805060d0bdf11e5f709ebffd9e3f912fd0802f4fb1a000804241102001809fdfafe18150c10fe0c09f10a1321ee0019fffdfc0d13f2fefa00f9f701fb1d0404ffe6fffe0617fefa1fe404ee0dfbff05ff0a03f40d0c14f61af0f404f50cfa2bf41623eaf60fec09ed06ecfb122405f4ffe9f929fafeff18f0f1efefddfe0eea01fafb1becfdfcfafff3dfe80af5dd17fcfafce9fef0f90a0dfe01050f0bebf20f15fa0f18f6fe0512f80003080aeb00e406f504fb130b1610e3fa15031c11e702fb00ff06020e0dfb04fdfe080722f40302fbf4df040212e5ec0c07011328061306e5f4ee02e4f40bfde0f71f0bfd02fbf70d031e12ff0cf7000814040af214f0f9fb0404f1050cfef3eb0ff6f71fec0f0cf3eceeeef503eb10ff18d8f3fdee0811ff0e08ebf5f41cf0fd1406dfe915f00702070b1204d11bf31906f6f8e4fa1cf8fe081a150a060ae9f319fcf708ff010c14ea08f3f7fdf9fa13e8e910f109fff2fdff02ec0ee6111504f6f6150e140cf806e2f6fdef1f18e6f0010b00ff10f513fffb121308faf3fc0d2106ea0f080e0eedf8fa0f08ed130f1311ef080af3fa030befec0afd1c01f201f71811120905d7fb09080807faf2f72000f5e9ff1ae913de110afa05f00eed11130fe5f6fd1410fb0afaecf6fd0eff0901edf012121af217ec0cfafefdfdf5f6f712e107e803e10bf1100ff02007f3f814fa0bfaeffef3ee1be912fffa13f606fff2052ee5f90704f403fbef0517e50e07da070ce9eafc05fb06f6ed0e1003f5070eedf3f302f5e90cfc13060301fe00170603ec04fff002f9fa180c08f91208f4f6f905fdf408fa24170af016ef07131ef4f9dee6f4fff0f1f805f808f9fe0a0cebf0ec2a13fcd6f7f9eaec07eef304f0fefbfd19f4f009f5fef1f517f3eff21f0af701f614ea08170d050afb12e704172afb0b06ffe80cec0cedffe9ea07f20911fc0bf119ff1c09dcfff700fc13feeeeef00ce60a0503f415f4f7010b1007040c14e8f40616eefb00ffed1fd70a15fffafe070ded090a13060709fdea1b050c0bf6e0f3fde81b20defff1fcef1aee0b0ff803f7011011edf3f2fbeff5f4131005e50ff60a050f1604f609db12f71312f21706fef1fde6f7f10cff020cf8df0a0604f10cfa18ece70e1c06e602f9eb17121bf2f0eaf8f309101702f208fcf2ee03f4140700f2f00be806f4080fe90e02dc06fe081112f7f706fcfcfc05f1ee11f8e4fdff08d50afa0feaf31a06f301fafcfa0efcfcf006fb02fd0529efecf5020f0116220cf4e5f20006ebeb011be8f00df209ec041603f91703ef06fffdf31cf4f72018100e0319f90ae203fb16fb05fe1c0cdf2a14f101000501090811d6f601fdfc0306fce803f81908f0e6040eeb0d05fefcf308ed0d03101bfcf607eaf7ebef001405f2fb03f4e206f2f3f0130e000517f7e4070305fdf4f60d19fc19fa03fd04060feef5ffecfcfd0302f41107ff0305ebf6eef22101e30cf21718f4eac7fffcfc05110f29e30d001204f5f0f30003e90f0a00ff172affff01f6130108e9f8f70eff11eafa11f7fae8faf7f705020ff213fe1402060e131005e3100ceffffbf21d22f005e6070a0920f7faf6fde70bef00faf313da090debfbf1f511070cf30bfb22fa09f903fa0605faeaf0f3f5f500e7e40cf912fd0c10010615211ced1bf1ef0e03fed9f9f00dec0af2fc02eeee0d091003fee9f9100805fefc1916fd02f707f707fdfdf8e7dfe7e30100f700eef4e905e31804fe01d3e5f413030be9fcf3fafc03fb');
CREATE TABLE terms (
    id INTEGER PRIMARY KEY AUTOINCREMENT, term TEXT NOT NULL UNIQUE, passages INTEGER NOT NULL
);
INSERT INTO terms VALUES(1,'must',1);
INSERT INTO terms VALUES(2,'activ',1);
INSERT INTO terms VALUES(3,'use',1);
INSERT INTO terms VALUES(4,'innov',1);
INSERT INTO terms VALUES(5,'practic',1);
INSERT INTO terms VALUES(6,'tool',1);
INSERT INTO terms VALUES(7,'includ',1);
INSERT INTO terms VALUES(8,'unarm',1);
INSERT INTO terms VALUES(9,'civilian',1);
INSERT INTO terms VALUES(10,'protect',1);
INSERT INTO terms VALUES(11,'spare',1);
INSERT INTO terms VALUES(12,'thank',1);
INSERT INTO terms VALUES(13,'secretari',1);
INSERT INTO terms VALUES(14,'general',1);
INSERT INTO terms VALUES(15,'report',1);
CREATE TABLE postings (
    row INTEGER PRIMARY KEY REFERENCES passages (row) ON DELETE CASCADE,
    terms BLOB NOT NULL, counts BLOB NOT NULL
);
INSERT INTO postings VALUES(1,X'0100000002000000030000000400000005000000060000000700000008000000090000000a0000000b0000000c0000000d0000000e0000000f000000',X'020001000100010001000100010001000200010001000100010001000100');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('sources',1);
INSERT INTO sqlite_sequence VALUES('statements',1);
INSERT INTO sqlite_sequence VALUES('terms',15);
INSERT INTO sqlite_sequence VALUES('passages',1);
CREATE INDEX sources_bytes ON sources (collection, sha256);
CREATE UNIQUE INDEX sources_absolute ON sources (collection, absolute) WHERE absolute <> '';
CREATE INDEX statements_source ON statements (source);
CREATE INDEX statements_date ON statements (first_day, number);
CREATE INDEX statements_build ON statements (build);
CREATE INDEX passages_statement ON passages (statement, ordinal);
CREATE INDEX passages_text ON passages (text_sha);
COMMIT;
