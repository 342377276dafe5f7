# start.sh CONFIG PORT: Haraka wants a folder with `config` in it, and writes its queue next to that.
# So each instance has a folder of its own (where this script runs) with links to the operator's files.
set -e
rm -rf config
mkdir config
ln -s "$1"/* config/
rm config/smtp.ini
sed "s/@PORT@/$2/" "$1/smtp.ini" > config/smtp.ini
exec haraka -c "$PWD"
